package dev.bobbin.storage;

import java.sql.SQLTransientException;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;

/**
 * Lets a writer go on only when what it committed is on the disk. It waits after its row locks and its connection are
 * given back, so that many writers share one sync and none holds up another.
 */
final class GroupCommit implements PlatformTransactionManager {

    private final PlatformTransactionManager transactions;
    private final Checkpoint checkpoint;

    GroupCommit(PlatformTransactionManager transactions, Checkpoint checkpoint) {
        this.transactions = transactions;
        this.checkpoint = checkpoint;
    }

    @Override
    public TransactionStatus getTransaction(@Nullable TransactionDefinition definition) {
        if (checkpoint.hasFailed()) {
            throw new CannotCreateTransactionException(
                    "Nothing can be kept any more", new SQLTransientException("A sync has failed"));
        }
        return transactions.getTransaction(definition);
    }

    @Override
    public void commit(TransactionStatus status) {
        // Read before the commit, which resets it.
        boolean writes = status.isNewTransaction() && !status.isReadOnly() && !status.isRollbackOnly();
        transactions.commit(status);
        if (writes) {
            checkpoint.await();
        }
    }

    @Override
    public void rollback(TransactionStatus status) {
        transactions.rollback(status);
    }
}
