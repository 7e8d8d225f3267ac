package dev.bobbin.storage;

import jakarta.persistence.EntityManagerFactory;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.transaction.HeuristicCompletionException;
import org.springframework.transaction.support.DefaultTransactionStatus;

/**
 * Transactions whose failures tell what became of them: nothing was done, or, if it is a
 * {@link HeuristicCompletionException}, nobody knows.
 */
final class Transactions extends JpaTransactionManager {

    private static final long serialVersionUID = 1L;

    Transactions(EntityManagerFactory entities) {
        super(entities);
    }

    /** What is left to write is written before the commit, so that no failure of it can be taken for one of the commit. */
    @Override
    protected void prepareForCommit(DefaultTransactionStatus status) {
        if (!status.isReadOnly()) {
            status.flush();
        }
    }

    /** A commit that got no answer may have been done, unless the database says that it was rolled back. */
    @Override
    protected void doCommit(DefaultTransactionStatus status) {
        try {
            super.doCommit(status);
        } catch (RuntimeException e) {
            if (status.isReadOnly() || Contention.isIn(e)) {
                throw e;
            }
            throw new HeuristicCompletionException(HeuristicCompletionException.STATE_UNKNOWN, e);
        }
    }

    /** When the connection is lost, this fails too, and need not be done. What failed before is what counts. */
    @Override
    protected void doRollback(DefaultTransactionStatus status) {
        try {
            super.doRollback(status);
        } catch (RuntimeException e) {
            logger.debug("Could not roll back", e);
        }
    }
}
