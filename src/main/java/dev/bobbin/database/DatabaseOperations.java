package dev.bobbin.database;

import com.zaxxer.hikari.HikariDataSource;
import dev.bobbin.database.failure.SqlFailures;
import dev.bobbin.database.h2.SyncScheduler;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.HeuristicCompletionException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.Assert;

/**
 * Runs database work, and repeats it from its start when it has lost a race against other work. The pauses between the
 * attempts grow from 2 to 100 ms, with jitter, so that the competitors do not collide again. After 10 s the last failure is
 * thrown.
 *
 * <p>A failure says what has become of the work: it had no effect, unless the failure is a
 * {@link HeuristicCompletionException}. Then the outcome is unknown.
 */
@Component
public class DatabaseOperations {

    private final RetryTemplate retries = new RetryTemplate(RetryPolicy.builder()
            .predicate(SqlFailures::isLostRace)
            // The timeout comes first.
            .maxRetries(1000)
            .delay(Duration.ofMillis(2))
            .jitter(Duration.ofMillis(2))
            .multiplier(1.5)
            .maxDelay(Duration.ofMillis(100))
            .timeout(Duration.ofSeconds(10))
            .build());

    private final TransactionTemplate transactions;
    private final boolean autoCommitIsDurable;

    DatabaseOperations(
            PlatformTransactionManager transactionManager, Optional<SyncScheduler> syncs, DataSource dataSource) {
        this.transactions = new TransactionTemplate(transactionManager);
        this.autoCommitIsDurable =
                syncs.isEmpty() && dataSource instanceof HikariDataSource pool && pool.isAutoCommit();
    }

    /** Runs work in a transaction of its own. */
    public <T> T transaction(Supplier<T> work) {
        requireNoTransaction();
        return retries.invoke(() -> transactions.execute(status -> work.get()));
    }

    /** Runs statements that only read. Without a transaction, each of them sees what is committed when it begins. */
    public <T> T read(Supplier<T> statements) {
        return retries.invoke(statements);
    }

    /**
     * Runs work that may write with a single statement. On PostgreSQL that statement commits itself, which saves two round
     * trips. H2 waits for durability at the end of a transaction, so there the work runs in one; and likewise if the
     * operator has switched off the pool's auto-commit.
     */
    public <T> T write(Supplier<T> work) {
        if (!autoCommitIsDurable) {
            return transaction(work);
        }
        requireNoTransaction();
        return retries.invoke(() -> autoCommit(work));
    }

    private static <T> T autoCommit(Supplier<T> statement) {
        try {
            return statement.get();
        } catch (DataAccessException e) {
            if (hadNoEffect(e)) {
                throw e;
            }
            throw new HeuristicCompletionException(HeuristicCompletionException.STATE_UNKNOWN, e);
        }
    }

    /** Whether the statement was never sent, or the database has reported that it did not carry it out. */
    private static boolean hadNoEffect(DataAccessException failure) {
        return failure instanceof CannotGetJdbcConnectionException
                || SqlFailures.isLostRace(failure)
                || failure.getMostSpecificCause() instanceof SQLException e && SqlFailures.isRefusal(e);
    }

    /** Only the outermost work can be repeated from its start. */
    private static void requireNoTransaction() {
        Assert.state(!TransactionSynchronizationManager.isActualTransactionActive(), "A transaction is active already");
    }
}
