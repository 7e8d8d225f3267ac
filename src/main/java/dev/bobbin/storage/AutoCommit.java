package dev.bobbin.storage;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.HeuristicCompletionException;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.util.Assert;

/**
 * Statements each of which commits itself: to begin and to end a transaction takes as long as such a statement, and over
 * a network longer. They are done again in the same cases as a {@link RetriedTransaction}.
 */
@Component
public final class AutoCommit {

    /** Beginnings of SQLSTATE: out of resources, a lock that was not given in time, cancelled. */
    private static final List<String> REFUSALS = List.of("53", "55P03", "57014");

    private final RetryTemplate retries = new RetryTemplate(RetryPolicy.builder()
            .predicate(Contention::isIn)
            .maxRetries(Contention.MAX_RETRIES)
            .delay(Duration.ofMillis(Contention.DELAY))
            .jitter(Duration.ofMillis(Contention.JITTER))
            .multiplier(Contention.MULTIPLIER)
            .maxDelay(Duration.ofMillis(Contention.MAX_DELAY))
            .timeout(Duration.ofMillis(Contention.TIMEOUT))
            .build());

    private final boolean keepsChanges;

    AutoCommit(Optional<Checkpoint> checkpoint, DataSource pool) {
        this.keepsChanges = checkpoint.isEmpty() && pool instanceof HikariDataSource hikari && hikari.isAutoCommit();
    }

    /**
     * Whether what a statement has changed is on the disk when it is answered. On H2 only the end of a transaction waits for
     * that; and whoever sets up the pool may want transactions for everything.
     */
    public boolean keepsChanges() {
        return keepsChanges;
    }

    /** Statements that only read. */
    public <T> T read(Supplier<T> statements) {
        return retries.invoke(statements);
    }

    /**
     * One statement that changes something.
     *
     * @throws HeuristicCompletionException if nobody knows whether it has; after any other failure it has not
     * @throws IllegalStateException if its change would not be kept, or not yet
     */
    public <T> T write(Supplier<T> statement) {
        Assert.state(
                keepsChanges && !TransactionSynchronizationManager.isActualTransactionActive(),
                "The change would not be kept");
        return retries.invoke(() -> {
            try {
                return statement.get();
            } catch (DataAccessException e) {
                if (isRefusal(e)) {
                    throw e;
                }
                throw new HeuristicCompletionException(HeuristicCompletionException.STATE_UNKNOWN, e);
            }
        });
    }

    /** Whether the statement was never sent, or the database has answered that it took it back. */
    private static boolean isRefusal(DataAccessException failure) {
        return failure instanceof CannotGetJdbcConnectionException
                || Contention.isIn(failure)
                || failure.getMostSpecificCause() instanceof SQLException e && isRefusal(e);
    }

    /** PostgreSQL may also break down with such an answer at the very commit; then the driver adds that the connection is lost. */
    private static boolean isRefusal(SQLException answer) {
        String state = String.valueOf(answer.getSQLState());
        return REFUSALS.stream().anyMatch(state::startsWith) && answer.getNextException() == null;
    }
}
