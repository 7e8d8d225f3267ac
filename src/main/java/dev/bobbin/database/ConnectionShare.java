package dev.bobbin.database;

import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** The right of a request to use one connection. */
final class ConnectionShare implements AutoCloseable, TransactionSynchronization {

    private final Runnable release;
    private boolean closed;

    ConnectionShare(Runnable release) {
        this.release = release;
    }

    /** On H2, a writer then waits for a sync without a connection. It must not delay other writers meanwhile. */
    void closeAfterTransaction() {
        if (TransactionSynchronizationManager.isSynchronizationActive()) {
            TransactionSynchronizationManager.registerSynchronization(this);
        }
    }

    @Override
    public void afterCompletion(int status) {
        close();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            release.run();
        }
    }
}
