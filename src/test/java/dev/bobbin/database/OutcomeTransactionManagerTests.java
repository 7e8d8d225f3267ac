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
import org.springframework.transaction.HeuristicCompletionException;
import org.springframework.transaction.support.TransactionTemplate;

/** What a failed transaction tells of what became of it. */
class OutcomeTransactionManagerTests {

    private final PersistenceException lostConnection =
            new PersistenceException(new SQLException("The connection is lost", "08006"));
    private final EntityManagerFactory entities = mock();
    private final EntityManager session = mock();
    private final EntityTransaction atDatabase = mock();
    private final TransactionTemplate transaction = new TransactionTemplate(new OutcomeTransactionManager(entities));

    @BeforeEach
    void open() {
        when(entities.createEntityManager()).thenReturn(session);
        when(session.getTransaction()).thenReturn(atDatabase);
        when(atDatabase.isActive()).thenReturn(true);
    }

    @Test
    void tellsThatTheOutcomeOfACommitIsUnknown() {
        doThrow(lostConnection).when(atDatabase).commit();

        assertThatThrownBy(() -> transaction.executeWithoutResult(work -> {}))
                .isInstanceOf(HeuristicCompletionException.class);
    }

    @Test
    void tellsThatACommitLostARace() {
        RollbackException lostRace = new RollbackException(new SQLException("Could not serialize access", "40001"));
        doThrow(lostRace).when(atDatabase).commit();

        assertThatThrownBy(() -> transaction.executeWithoutResult(work -> {}))
                .isNotInstanceOf(HeuristicCompletionException.class)
                .hasRootCause(lostRace.getCause());
    }

    @Test
    void tellsThatReadingFailedEvenAtItsEnd() {
        transaction.setReadOnly(true);
        doThrow(lostConnection).when(atDatabase).commit();

        assertThatThrownBy(() -> transaction.executeWithoutResult(work -> {}))
                .isNotInstanceOf(HeuristicCompletionException.class);
    }

    @Test
    void tellsThatNothingWasDoneWhenAWriteFailsBeforeTheCommit() {
        doThrow(lostConnection).when(session).flush();

        assertThatThrownBy(() -> transaction.executeWithoutResult(work -> {})).hasRootCause(lostConnection.getCause());
        verify(atDatabase).rollback();
    }

    @Test
    void tellsWhatFailedFirstWhenUndoingFailsToo() {
        IllegalStateException first = new IllegalStateException();
        doThrow(lostConnection).when(atDatabase).rollback();

        assertThatThrownBy(() -> transaction.executeWithoutResult(work -> {
                    throw first;
                }))
                .isSameAs(first);
    }
}
