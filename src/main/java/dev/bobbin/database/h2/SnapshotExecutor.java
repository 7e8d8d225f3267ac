package dev.bobbin.database.h2;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Executes the tasks with which H2 writes snapshots, in the thread that submits them: at once, or in
 * {@link #executeDeferred}. H2 requires the superclass; its threads never start. Not thread-safe: H2 submits its tasks
 * under its store lock.
 */
final class SnapshotExecutor extends ThreadPoolExecutor {

    private final BooleanSupplier closesAfterFailure;
    private final Queue<Runnable> deferred = new ArrayDeque<>();
    private boolean deferring;

    /** @param closesAfterFailure whether H2 has begun to close the file because of a failure, so it writes no more */
    SnapshotExecutor(BooleanSupplier closesAfterFailure) {
        super(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
        this.closesAfterFailure = closesAfterFailure;
    }

    /** From now on, tasks wait for {@link #executeDeferred}. H2 must not wait for them. */
    void defer() {
        deferring = true;
    }

    /** Executes the deferred tasks. Throws what they throw. */
    void executeDeferred() {
        deferring = false;
        while (!deferred.isEmpty()) {
            deferred.remove().run();
        }
    }

    /** @throws IllegalStateException if H2 writes no more; H2 would execute a rejected task itself */
    @Override
    public Future<?> submit(Runnable task) {
        if (closesAfterFailure.getAsBoolean()) {
            throw new IllegalStateException("The database is being closed because of a failure");
        }
        if (deferring) {
            deferred.add(task);
            return CompletableFuture.failedFuture(new IllegalStateException("The task has not been executed yet"));
        }
        return CompletableFuture.runAsync(task, Runnable::run);
    }
}
