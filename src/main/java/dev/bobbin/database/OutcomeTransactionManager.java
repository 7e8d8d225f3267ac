package dev.bobbin.database;

import dev.bobbin.database.failure.SqlFailures;
import jakarta.persistence.EntityManagerFactory;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.transaction.HeuristicCompletionException;
import org.springframework.transaction.support.DefaultTransactionStatus;

/**
 * Runs JPA transactions and reports the outcome of a failed one by the type of its failure. After a
 * {@link HeuristicCompletionException}, it is unknown whether the transaction took effect. After any other failure, it
 * had no effect.
 */
final class OutcomeTransactionManager extends JpaTransactionManager {

    private static final long serialVersionUID = 1L;

    OutcomeTransactionManager(EntityManagerFactory entities) {
        super(entities);
    }

    /** Flushes before the commit, so that a failed flush is not mistaken for a failed commit. */
    @Override
    protected void prepareForCommit(DefaultTransactionStatus status) {
        if (!status.isReadOnly()) {
            status.flush();
        }
    }

    /** A failed commit may have taken effect, unless the database reports that it ended the transaction before. */
    @Override
    protected void doCommit(DefaultTransactionStatus status) {
        try {
            super.doCommit(status);
        } catch (RuntimeException e) {
            if (status.isReadOnly() || SqlFailures.isLostRace(e) || SqlFailures.isIdleTransactionEnded(e)) {
                throw e;
            }
            throw new HeuristicCompletionException(HeuristicCompletionException.STATE_UNKNOWN, e);
        }
    }

    /** Ignores a failed rollback: the connection is lost, and the caller needs the failure that caused the rollback. */
    @Override
    protected void doRollback(DefaultTransactionStatus status) {
        try {
            super.doRollback(status);
        } catch (RuntimeException e) {
            logger.debug("The rollback failed", e);
        }
    }
}
