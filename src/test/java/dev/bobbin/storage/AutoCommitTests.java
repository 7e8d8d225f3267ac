package dev.bobbin.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;

import com.zaxxer.hikari.HikariDataSource;
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
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** What a failed statement that commits itself tells of what became of it. */
class AutoCommitTests {

    private final HikariDataSource pool = new HikariDataSource();
    private final AutoCommit autoCommit = new AutoCommit(Optional.empty(), pool);

    @ParameterizedTest
    @ValueSource(strings = {"08006", "40003", "57P01", "XX000"})
    void tellsThatTheOutcomeIsUnknown(String state) {
        assertThatThrownBy(() -> autoCommit.write(failing(answer(state))))
                .isInstanceOf(HeuristicCompletionException.class)
                .hasRootCauseInstanceOf(SQLException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"53100", "55P03", "57014"})
    void tellsThatTheDatabaseTookItBack(String state) {
        DataAccessException refusal = answer(state);

        assertThatThrownBy(() -> autoCommit.write(failing(refusal))).isSameAs(refusal);
    }

    @Test
    void tellsThatTheOutcomeIsUnknownWhenTheDatabaseBrokeDown() {
        SQLException fullDisk = new SQLException("Could not write to the log", "53100");
        fullDisk.setNextException(new SQLException("The connection is lost", "08006"));

        assertThatThrownBy(() -> autoCommit.write(failing(new DataAccessResourceFailureException("", fullDisk))))
                .isInstanceOf(HeuristicCompletionException.class);
    }

    @Test
    void tellsThatTheOutcomeIsUnknownThoughARaceWasLostBefore() {
        Iterator<String> states = List.of("40001", "08006").iterator();

        assertThatThrownBy(() -> autoCommit.write(() -> {
                    throw answer(states.next());
                }))
                .isInstanceOf(HeuristicCompletionException.class);
    }

    @Test
    void tellsThatItWasNeverSent() {
        DataAccessException refusal =
                new CannotGetJdbcConnectionException("No connection", new SQLException("Refused", "08001"));

        assertThatThrownBy(() -> autoCommit.write(failing(refusal))).isSameAs(refusal);
    }

    @Test
    void doesAgainWhatLostARace() {
        AtomicInteger times = new AtomicInteger();

        String result = autoCommit.write(() -> {
            if (times.incrementAndGet() < 3) {
                throw answer("40001");
            }
            return "done";
        });

        assertThat(List.of(result, times.get())).isEqualTo(List.of("done", 3));
    }

    @Test
    void changesNothingOnH2() {
        assertChangesNothing(new AutoCommit(Optional.of(mock(Checkpoint.class)), pool));
    }

    @Test
    void changesNothingWhenThePoolWantsTransactions() {
        pool.setAutoCommit(false);

        assertChangesNothing(new AutoCommit(Optional.empty(), pool));
    }

    @Test
    void changesNothingWithinATransaction() {
        TransactionSynchronizationManager.setActualTransactionActive(true);
        try {
            assertThat(autoCommit.keepsChanges()).isTrue();
            assertThatThrownBy(() -> autoCommit.write(() -> "done")).isInstanceOf(IllegalStateException.class);
        } finally {
            TransactionSynchronizationManager.clear();
        }
    }

    private static void assertChangesNothing(AutoCommit autoCommit) {
        AtomicInteger times = new AtomicInteger();

        assertThat(autoCommit.keepsChanges()).isFalse();
        assertThatThrownBy(() -> autoCommit.write(times::incrementAndGet)).isInstanceOf(IllegalStateException.class);
        assertThat(times).hasValue(0);
    }

    private static Supplier<String> failing(DataAccessException failure) {
        return () -> {
            throw failure;
        };
    }

    private static DataAccessException answer(String state) {
        return new DataAccessResourceFailureException("It failed", new SQLException("It failed", state));
    }
}
