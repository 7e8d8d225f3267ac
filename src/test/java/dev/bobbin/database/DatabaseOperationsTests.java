package dev.bobbin.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;

import com.zaxxer.hikari.HikariDataSource;
import dev.bobbin.database.h2.SyncScheduler;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.transaction.HeuristicCompletionException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Retries after lost races, and the outcome that a failure reports. */
class DatabaseOperationsTests {

    private final HikariDataSource pool = new HikariDataSource();
    private final PlatformTransactionManager transactionManager = mock(PlatformTransactionManager.class);
    private final DatabaseOperations database =
            new DatabaseOperations(transactionManager, Optional.empty(), pool, new ConnectionShares(2, 1000));

    @ParameterizedTest
    @ValueSource(strings = {"08006", "40003", "57P01", "XX000"})
    void reportsAnUnknownOutcomeIfTheStatementMayHaveTakenEffect(String state) {
        assertThatThrownBy(() -> database.write("default", "thread_1", failing(failure(state))))
                .isInstanceOf(HeuristicCompletionException.class)
                .hasRootCauseInstanceOf(SQLException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"25006", "53100", "55P03", "57014"})
    void reportsThatTheDatabaseRefusedTheStatement(String state) {
        DataAccessException refusal = failure(state);

        assertThatThrownBy(() -> database.write("default", "thread_1", failing(refusal)))
                .isSameAs(refusal);
    }

    @Test
    void reportsAnUnknownOutcomeIfTheConnectionIsLostAfterARefusal() {
        SQLException fullDisk = new SQLException("Could not write to the log", "53100");
        fullDisk.setNextException(new SQLException("The connection is lost", "08006"));

        assertThatThrownBy(() -> database.write(
                        "default", "thread_1", failing(new DataAccessResourceFailureException("", fullDisk))))
                .isInstanceOf(HeuristicCompletionException.class);
    }

    @Test
    void reportsAnUnknownOutcomeIfTheRetryLosesItsConnection() {
        Iterator<String> states = List.of("40001", "08006").iterator();

        assertThatThrownBy(() -> database.write("default", "thread_1", () -> {
                    throw failure(states.next());
                }))
                .isInstanceOf(HeuristicCompletionException.class);
    }

    @Test
    void reportsThatTheStatementWasNeverSent() {
        DataAccessException refusal =
                new CannotGetJdbcConnectionException("No connection", new SQLException("Refused", "08001"));

        assertThatThrownBy(() -> database.write("default", "thread_1", failing(refusal)))
                .isSameAs(refusal);
    }

    @Test
    void retriesAStatementThatLostARace() {
        AtomicInteger attempts = new AtomicInteger();

        String result = database.write("default", "thread_1", () -> {
            if (attempts.incrementAndGet() < 3) {
                throw failure("40001");
            }
            return "done";
        });

        assertThat(List.of(result, attempts.get())).isEqualTo(List.of("done", 3));
    }

    @Test
    void writesWithAutoCommitOnPostgres() {
        assertThat(database.write("default", "thread_1", () -> "done")).isEqualTo("done");
        verifyNoInteractions(transactionManager);
    }

    @Test
    void writesInATransactionOnH2() {
        SyncScheduler syncs = mock(SyncScheduler.class);

        assertWritesInATransaction(
                new DatabaseOperations(transactionManager, Optional.of(syncs), pool, new ConnectionShares(2, 1000)));
    }

    @Test
    void writesInATransactionWhenThePoolHasNoAutoCommit() {
        pool.setAutoCommit(false);

        assertWritesInATransaction(
                new DatabaseOperations(transactionManager, Optional.empty(), pool, new ConnectionShares(2, 1000)));
    }

    @Test
    void rejectsNestedWork() {
        TransactionSynchronizationManager.setActualTransactionActive(true);
        try {
            assertThatThrownBy(() -> database.write("default", "thread_1", () -> "done"))
                    .isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> database.transaction(() -> "done")).isInstanceOf(IllegalStateException.class);
        } finally {
            TransactionSynchronizationManager.clear();
        }
    }

    @Test
    void retriesATransactionThatLostARace() {
        AtomicInteger attempts = new AtomicInteger();

        int result = database.transaction(() -> {
            if (attempts.incrementAndGet() < 3) {
                throw failure("40P01");
            }
            return attempts.get();
        });

        assertThat(result).isEqualTo(3);
        verify(transactionManager, times(2)).rollback(any());
        verify(transactionManager).commit(any());
    }

    @Test
    void doesNotRetryATransactionThatFailedForAnotherReason() {
        DataAccessException lost = failure("08006");

        assertThatThrownBy(() -> database.transaction(failing(lost))).isSameAs(lost);
        verify(transactionManager).rollback(any());
    }

    private void assertWritesInATransaction(DatabaseOperations operations) {
        assertThat(operations.write("default", "thread_1", () -> "done")).isEqualTo("done");
        verify(transactionManager).getTransaction(any());
        verify(transactionManager).commit(any());
    }

    private static Supplier<String> failing(DataAccessException failure) {
        return () -> {
            throw failure;
        };
    }

    private static DataAccessException failure(String state) {
        return new DataAccessResourceFailureException("It failed", new SQLException("It failed", state));
    }
}
