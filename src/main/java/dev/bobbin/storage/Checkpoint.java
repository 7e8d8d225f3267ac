package dev.bobbin.storage;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.dao.DataAccessResourceFailureException;

/**
 * Forces what H2 has committed to the disk. All who wait share one sync. Those who come while one runs are served by
 * the next, as their commits may have been too late for it.
 */
final class Checkpoint implements AutoCloseable {

    private final Runnable sync;
    private final Runnable onFailure;

    /** A thread that nobody interrupts: H2 takes an interrupt for the end of a write that still goes on. */
    private final ExecutorService syncing = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "checkpoint");
        thread.setDaemon(true);
        return thread;
    });

    /** The sync that has not begun yet, if somebody waits for one. */
    private CompletableFuture<Void> next = new CompletableFuture<>();

    private boolean ordered;
    private volatile boolean failed;
    private volatile long syncs;

    Checkpoint(Runnable sync, Runnable onFailure) {
        this.sync = sync;
        this.onFailure = onFailure;
    }

    /**
     * Returns when everything committed before the call is on the disk.
     *
     * @throws DataAccessResourceFailureException if it could not be forced there; then it may be lost, or not
     */
    void await() {
        try {
            order().join();
        } catch (CompletionException e) {
            throw new DataAccessResourceFailureException("What was committed could not be forced to the disk", e);
        }
    }

    /** Whether a sync has failed. No later one proves anything: the system may have dropped what it could not write. */
    boolean hasFailed() {
        return failed;
    }

    /** How many syncs there have been: the number stands still while nobody writes. */
    long syncs() {
        return syncs;
    }

    private synchronized CompletableFuture<Void> order() {
        if (!ordered) {
            ordered = true;
            syncing.execute(this::serve);
        }
        return next;
    }

    private void serve() {
        CompletableFuture<Void> turn = begin();
        try {
            if (failed) {
                throw new IllegalStateException("An earlier sync failed");
            }
            sync.run();
            syncs++;
            turn.complete(null);
        } catch (RuntimeException | Error e) {
            failed = true;
            try {
                onFailure.run();
            } finally {
                turn.completeExceptionally(e);
            }
        }
    }

    private synchronized CompletableFuture<Void> begin() {
        CompletableFuture<Void> turn = next;
        next = new CompletableFuture<>();
        ordered = false;
        return turn;
    }

    @Override
    public void close() {
        syncing.shutdown();
    }
}
