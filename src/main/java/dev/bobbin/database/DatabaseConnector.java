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

/** Opens the first connection, and waits for a database that starts at the same time as the server. */
final class DatabaseConnector {

    private static final Logger log = LoggerFactory.getLogger(DatabaseConnector.class);
    private static final long RETRY_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private DatabaseConnector() {}

    /**
     * Opens a connection. While the database is not ready, retries until the wait is over or the process shuts down.
     * Any other failure is thrown at once.
     */
    static Connection open(String url, @Nullable String username, @Nullable String password, Duration wait)
            throws SQLException {
        CountDownLatch shutdown = new CountDownLatch(1);
        Thread hook = new Thread(shutdown::countDown, "stop-waiting");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            long end = System.nanoTime() + wait.toNanos();
            SQLException failure;
            do {
                try {
                    return DriverManager.getConnection(url, username, password);
                } catch (SQLException e) {
                    failure = e;
                }
            } while (SqlFailures.isNotReady(failure) && shouldRetry(url, failure, end - System.nanoTime(), shutdown));
            throw failure;
        } finally {
            removeHook(hook);
        }
    }

    private static boolean shouldRetry(String url, SQLException failure, long nanosLeft, CountDownLatch shutdown) {
        if (nanosLeft <= 0) {
            return false;
        }
        log.warn(
                "{} Bobbin retries for another {} s.",
                DatabaseUnavailableException.of(url, failure).getMessage(),
                TimeUnit.NANOSECONDS.toSeconds(nanosLeft) + 1);
        return !isCountedDownWithin(shutdown, Math.min(nanosLeft, RETRY_INTERVAL_NANOS));
    }

    private static boolean isCountedDownWithin(CountDownLatch latch, long nanos) {
        try {
            return latch.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            log.debug("The process is shutting down", e);
        }
    }
}
