package dev.bobbin.database;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.EntityTransaction;
import jakarta.persistence.PersistenceException;
import jakarta.persistence.RollbackException;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.transaction.HeuristicCompletionException;
import org.springframework.transaction.support.TransactionTemplate;

/** The outcome that a failed transaction reports. */
class OutcomeTransactionManagerTests {

    private final PersistenceException lostConnection =
            new PersistenceException(new SQLException("The connection is lost", "08006"));
    private final EntityManagerFactory entities = mock();
    private final EntityManager session = mock();
    private final EntityTransaction databaseTransaction = mock();
    private final TransactionTemplate transaction = new TransactionTemplate(new OutcomeTransactionManager(entities));

    @BeforeEach
    void open() {
        when(entities.createEntityManager()).thenReturn(session);
        when(session.getTransaction()).thenReturn(databaseTransaction);
        when(databaseTransaction.isActive()).thenReturn(true);
    }

    @Test
    void reportsAnUnknownOutcomeIfTheCommitFails() {
        doThrow(lostConnection).when(databaseTransaction).commit();

        assertThatThrownBy(() -> transaction.executeWithoutResult(work -> {}))
                .isInstanceOf(HeuristicCompletionException.class);
    }

    /** The states of a lost race, and of a transaction that waited too long for its commit. */
    @ParameterizedTest
    @ValueSource(strings = {"40001", "25P03"})
    void reportsThatTheDatabaseRolledBackInsteadOfCommitting(String state) {
        RollbackException rolledBack = new RollbackException(new SQLException("Rolled back", state));
        doThrow(rolledBack).when(databaseTransaction).commit();

        assertThatThrownBy(() -> transaction.executeWithoutResult(work -> {}))
                .isNotInstanceOf(HeuristicCompletionException.class)
                .hasRootCause(rolledBack.getCause());
    }

    /** PostgreSQL may report these states after the commit, too. */
    @ParameterizedTest
    @ValueSource(strings = {"25P04", "57P01"})
    void reportsAnUnknownOutcomeIfTheDatabaseMayHaveCommitted(String state) {
        doThrow(new RollbackException(new SQLException("Terminated", state)))
                .when(databaseTransaction)
                .commit();

        assertThatThrownBy(() -> transaction.executeWithoutResult(work -> {}))
                .isInstanceOf(HeuristicCompletionException.class);
    }

    @Test
    void reportsNoUnknownOutcomeForAReadOnlyTransaction() {
        transaction.setReadOnly(true);
        doThrow(lostConnection).when(databaseTransaction).commit();

        assertThatThrownBy(() -> transaction.executeWithoutResult(work -> {}))
                .isNotInstanceOf(HeuristicCompletionException.class);
    }

    @Test
    void rollsBackAndReportsTheFailureIfTheFlushFails() {
        doThrow(lostConnection).when(session).flush();

        assertThatThrownBy(() -> transaction.executeWithoutResult(work -> {})).hasRootCause(lostConnection.getCause());
        verify(databaseTransaction).rollback();
    }

    @Test
    void reportsTheFirstFailureIfTheRollbackFailsToo() {
        IllegalStateException firstFailure = new IllegalStateException();
        doThrow(lostConnection).when(databaseTransaction).rollback();

        assertThatThrownBy(() -> transaction.executeWithoutResult(work -> {
                    throw firstFailure;
                }))
                .isSameAs(firstFailure);
    }
}
