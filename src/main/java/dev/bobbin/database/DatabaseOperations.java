package dev.bobbin.database;

import com.zaxxer.hikari.HikariDataSource;
import dev.bobbin.database.failure.SqlFailures;
import dev.bobbin.database.h2.SyncScheduler;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
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
 * Runs database work. If a transaction has lost a race against another one, this class repeats the work from its start.
 * The pauses between attempts grow from 2 ms to 100 ms, with jitter, so that the transactions do not collide again.
 * After 10 s, the last failure is thrown.
 *
 * <p>Work for a client names its project, and the owner that it writes to: a thread or a conversation. It waits until
 * {@link ConnectionShares} has a connection for it.
 *
 * <p>The type of a failure states the outcome. After a {@link HeuristicCompletionException}, it is unknown whether the
 * work took effect. After any other failure, the work had no effect.
 */
@Component
public class DatabaseOperations {

    private final RetryTemplate retries = new RetryTemplate(RetryPolicy.builder()
            .predicate(SqlFailures::isLostRace)
            // The timeout ends the retries first.
            .maxRetries(1000)
            .delay(Duration.ofMillis(2))
            .jitter(Duration.ofMillis(2))
            .multiplier(1.5)
            .maxDelay(Duration.ofMillis(100))
            .timeout(Duration.ofSeconds(10))
            .build());

    private final TransactionTemplate transactions;
    private final ConnectionShares shares;
    private final boolean autoCommitIsDurable;

    DatabaseOperations(
            PlatformTransactionManager transactionManager,
            Optional<SyncScheduler> syncs,
            DataSource dataSource,
            ConnectionShares shares) {
        this.transactions = new TransactionTemplate(transactionManager);
        this.shares = shares;
        this.autoCommitIsDurable =
                syncs.isEmpty() && dataSource instanceof HikariDataSource pool && pool.isAutoCommit();
    }

    /** Runs work of the server itself in a transaction. */
    public <T> T transaction(Supplier<T> work) {
        requireNoTransaction();
        return retries.invoke(() -> transactions.execute(status -> work.get()));
    }

    /** Runs work in a transaction that writes to no existing owner. */
    public <T> T transaction(String project, Supplier<T> work) {
        return withShare(project, null, share -> inTransaction(share, work));
    }

    /** Runs work in a transaction that locks an owner. */
    public <T> T transaction(String project, String ownerId, Supplier<T> work) {
        return withShare(project, ownerId, share -> inTransaction(share, work));
    }

    /** Runs statements of the server itself that only read. */
    public <T> T read(Supplier<T> statements) {
        return retries.invoke(statements);
    }

    /** Runs statements that only read. They run without a transaction: each sees what is committed when it begins. */
    public <T> T read(String project, Supplier<T> statements) {
        return withShare(project, null, share -> statements.get());
    }

    /**
     * Runs work that may write to an owner with a single statement. On PostgreSQL that statement commits itself, which
     * saves two round trips. On H2 the work runs in a transaction, since only the end of a transaction waits until the
     * write is durable. The same applies if the operator has switched off the pool's auto-commit.
     */
    public <T> T write(String project, String ownerId, Supplier<T> work) {
        return write(project, ownerId, Optional::empty, work);
    }

    /**
     * Runs work that may write to an owner with a single statement, like {@link #write(String, String, Supplier)}.
     *
     * @param find runs first. If it finds a result, the write is not necessary. A failure means that no write was
     *     tried.
     */
    public <T> T write(String project, String ownerId, Supplier<Optional<T>> find, Supplier<T> work) {
        return withShare(
                project,
                ownerId,
                share -> autoCommitIsDurable
                        ? find.get().orElseGet(() -> autoCommit(work))
                        : inTransaction(share, () -> find.get().orElseGet(work)));
    }

    /** Takes the share for each attempt, so that a pause between two attempts delays no other request. */
    private <T> T withShare(String project, @Nullable String ownerId, Function<ConnectionShare, T> attempt) {
        requireNoTransaction();
        return retries.invoke(() -> {
            try (ConnectionShare share = shares.take(project, ownerId)) {
                return attempt.apply(share);
            }
        });
    }

    private <T> T inTransaction(ConnectionShare share, Supplier<T> work) {
        return transactions.execute(status -> {
            share.closeAfterTransaction();
            return work.get();
        });
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

    /** Whether the statement was never sent, or the database has reported that it did not execute it. */
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
