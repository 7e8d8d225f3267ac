package dev.bobbin.database.h2;

import java.sql.SQLTransientException;
import java.util.concurrent.locks.Lock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Transaction manager whose {@code commit} returns only when the commit is durable. A writer waits for the sync after
 * it has released its row locks and its connection. A waiting writer therefore blocks no other writer, and several
 * writers can share one sync.
 */
public final class DurableTransactionManager implements PlatformTransactionManager {

    private final PlatformTransactionManager delegate;
    private final SyncScheduler syncs;
    private final Lock writerLock;
    private final BooleanSupplier manyUnsavedBytes;
    private final FreeDiskGuard freeDisk;

    /**
     * @param writerLock held by every transaction that may write until its commit or rollback
     * @param manyUnsavedBytes whether such a transaction waits for a sync before it begins. A nested one never waits:
     *     the sync would wait for the lock of the outer one.
     */
    public DurableTransactionManager(
            PlatformTransactionManager delegate,
            SyncScheduler syncs,
            Lock writerLock,
            BooleanSupplier manyUnsavedBytes,
            FreeDiskGuard freeDisk) {
        this.delegate = delegate;
        this.syncs = syncs;
        this.writerLock = writerLock;
        this.manyUnsavedBytes = manyUnsavedBytes;
        this.freeDisk = freeDisk;
    }

    @Override
    public TransactionStatus getTransaction(@Nullable TransactionDefinition definition) {
        if (syncs.hasFailed()) {
            throw new CannotCreateTransactionException(
                    "The database accepts no transactions", new SQLTransientException("A sync has failed"));
        }
        if (definition != null && definition.isReadOnly()) {
            return delegate.getTransaction(definition);
        }
        freeDisk.check();
        if (manyUnsavedBytes.getAsBoolean() && !TransactionSynchronizationManager.isActualTransactionActive()) {
            syncs.await();
        }
        writerLock.lock();
        boolean holdsLock = false;
        try {
            TransactionStatus status = delegate.getTransaction(definition);
            holdsLock = mayWrite(status);
            return status;
        } finally {
            if (!holdsLock) {
                writerLock.unlock();
            }
        }
    }

    @Override
    public void commit(TransactionStatus status) {
        // Read before the commit, because the commit resets the status.
        boolean mayWrite = mayWrite(status);
        boolean writes = mayWrite && !status.isRollbackOnly();
        try {
            delegate.commit(status);
        } finally {
            release(mayWrite);
        }
        if (writes) {
            syncs.await();
        }
    }

    @Override
    public void rollback(TransactionStatus status) {
        boolean mayWrite = mayWrite(status);
        try {
            delegate.rollback(status);
        } finally {
            release(mayWrite);
        }
    }

    private void release(boolean holdsLock) {
        if (holdsLock) {
            writerLock.unlock();
        }
    }

    private static boolean mayWrite(TransactionStatus status) {
        return status.isNewTransaction() && !status.isReadOnly();
    }
}
