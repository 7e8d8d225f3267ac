package dev.bobbin.database.h2;

import java.sql.SQLTransientException;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;

/**
 * Lets a writer go on only when what it committed is on the disk. It waits after its row locks and its connection are
 * given back, so that many writers share one sync and none holds up another.
 */
public final class DurableTransactionManager implements PlatformTransactionManager {

    private final PlatformTransactionManager transactions;
    private final SyncScheduler checkpoint;
    private final Lock changing;
    private final FreeDiskGuard reserve;

    /** {@code changing} is held by each transaction that may write. */
    public DurableTransactionManager(
            PlatformTransactionManager transactions, SyncScheduler checkpoint, Lock changing, FreeDiskGuard reserve) {
        this.transactions = transactions;
        this.checkpoint = checkpoint;
        this.changing = changing;
        this.reserve = reserve;
    }

    @Override
    public TransactionStatus getTransaction(@Nullable TransactionDefinition definition) {
        if (checkpoint.hasFailed()) {
            throw new CannotCreateTransactionException(
                    "Nothing can be kept any more", new SQLTransientException("A sync has failed"));
        }
        if (definition != null && definition.isReadOnly()) {
            return transactions.getTransaction(definition);
        }
        reserve.check();
        changing.lock();
        boolean held = false;
        try {
            TransactionStatus status = transactions.getTransaction(definition);
            held = mayWrite(status);
            return status;
        } finally {
            if (!held) {
                changing.unlock();
            }
        }
    }

    @Override
    public void commit(TransactionStatus status) {
        // Read before the commit, which resets it.
        boolean mayWrite = mayWrite(status);
        boolean writes = mayWrite && !status.isRollbackOnly();
        try {
            transactions.commit(status);
        } finally {
            release(mayWrite);
        }
        if (writes) {
            checkpoint.await();
        }
    }

    @Override
    public void rollback(TransactionStatus status) {
        boolean mayWrite = mayWrite(status);
        try {
            transactions.rollback(status);
        } finally {
            release(mayWrite);
        }
    }

    private void release(boolean held) {
        if (held) {
            changing.unlock();
        }
    }

    private static boolean mayWrite(TransactionStatus status) {
        return status.isNewTransaction() && !status.isReadOnly();
    }
}
