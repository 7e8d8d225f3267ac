package dev.bobbin.database;

import dev.bobbin.database.failure.SqlFailures;
import jakarta.persistence.EntityManagerFactory;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.transaction.HeuristicCompletionException;
import org.springframework.transaction.support.DefaultTransactionStatus;

/**
 * JPA transactions whose failures say what has become of them: a failed transaction had no effect, unless the failure is a
 * {@link HeuristicCompletionException}. Then the outcome is unknown.
 */
final class OutcomeTransactionManager extends JpaTransactionManager {

    private static final long serialVersionUID = 1L;

    OutcomeTransactionManager(EntityManagerFactory entities) {
        super(entities);
    }

    /** Flushes before the commit, so that a failed flush is not taken for a failed commit. */
    @Override
    protected void prepareForCommit(DefaultTransactionStatus status) {
        if (!status.isReadOnly()) {
            status.flush();
        }
    }

    /** A failed commit may have taken effect, unless the database reports that it rolled the transaction back. */
    @Override
    protected void doCommit(DefaultTransactionStatus status) {
        try {
            super.doCommit(status);
        } catch (RuntimeException e) {
            if (status.isReadOnly() || SqlFailures.isLostRace(e)) {
                throw e;
            }
            throw new HeuristicCompletionException(HeuristicCompletionException.STATE_UNKNOWN, e);
        }
    }

    /** A failed rollback is ignored: the connection is lost then, and the failure that caused the rollback counts. */
    @Override
    protected void doRollback(DefaultTransactionStatus status) {
        try {
            super.doRollback(status);
        } catch (RuntimeException e) {
            logger.debug("Could not roll back", e);
        }
    }
}
