package dev.bobbin.database;

import dev.bobbin.database.failure.DatabaseUnavailableException;
import dev.bobbin.database.failure.SqlFailures;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The first connection to a database, for which the server waits: both may be starting at the same time. */
final class DatabaseConnector {

    private static final Logger log = LoggerFactory.getLogger(DatabaseConnector.class);
    private static final long NANOS_BETWEEN_TRIES = TimeUnit.SECONDS.toNanos(1);

    private DatabaseConnector() {}

    /** A database that refuses for a reason that stays is not asked again. Nor is any when the process is to stop. */
    static Connection open(String url, @Nullable String username, @Nullable String password, Duration wait)
            throws SQLException {
        CountDownLatch stopping = new CountDownLatch(1);
        Thread stop = new Thread(stopping::countDown, "stop-waiting");
        Runtime.getRuntime().addShutdownHook(stop);
        try {
            long end = System.nanoTime() + wait.toNanos();
            SQLException failure;
            do {
                try {
                    return DriverManager.getConnection(url, username, password);
                } catch (SQLException e) {
                    failure = e;
                }
            } while (SqlFailures.isNotReady(failure)
                    && isWorthWaiting(url, failure, end - System.nanoTime(), stopping));
            throw failure;
        } finally {
            forget(stop);
        }
    }

    private static boolean isWorthWaiting(String url, SQLException failure, long nanosLeft, CountDownLatch stopping) {
        if (nanosLeft <= 0) {
            return false;
        }
        log.warn(
                "{} Bobbin waits for it {} s more.",
                DatabaseUnavailableException.of(url, failure).getMessage(),
                TimeUnit.NANOSECONDS.toSeconds(nanosLeft) + 1);
        return !isCountedDown(stopping, Math.min(nanosLeft, NANOS_BETWEEN_TRIES));
    }

    private static boolean isCountedDown(CountDownLatch latch, long nanos) {
        try {
            return latch.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            log.debug("The process is stopping", e);
        }
    }
}
