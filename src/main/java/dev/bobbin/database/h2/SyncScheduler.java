package dev.bobbin.database.h2;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.springframework.transaction.HeuristicCompletionException;

/**
 * Group commit: all waiting writers share one sync. A writer that arrives during a sync waits for the next one, because
 * its commit may have been too late for the running sync.
 */
public final class SyncScheduler implements AutoCloseable {

    /**
     * Minimum time between the starts of two syncs, for each writer that the first sync served. Many writers lose
     * little by waiting, because they compete for the processor anyway. Fewer syncs rewrite fewer pages of the file.
     */
    private static final long NANOS_BETWEEN_SYNCS_PER_WRITER = 50_000;

    private static final long MAX_NANOS_BETWEEN_SYNCS = 5_000_000;

    private static final Duration[] BUCKETS = LongStream.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final Runnable sync;
    private final Consumer<Throwable> onFailure;
    private final Timer waitTimes;
    private final Timer syncTimes;
    private final DistributionSummary batchSizes;

    /** Runs the syncs. No code may interrupt this thread: the JDK would close the file. */
    private final ExecutorService executor = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "checkpoint");
        thread.setDaemon(true);
        return thread;
    });

    /** The next batch of writers. Its sync has not started yet. */
    private CompletableFuture<Void> nextBatch = new CompletableFuture<>();

    private int waitingWriters;
    private int lastBatchSize;
    private long lastStart = System.nanoTime();
    private volatile boolean failed;
    private volatile long syncCount;

    public SyncScheduler(Runnable sync, Consumer<Throwable> onFailure, MeterRegistry meters) {
        this.sync = sync;
        this.onFailure = onFailure;
        this.waitTimes = Timer.builder("bobbin.sync.wait")
                .description("Time that writers waited until their commit was durable")
                .serviceLevelObjectives(BUCKETS)
                .register(meters);
        this.syncTimes = Timer.builder("bobbin.sync")
                .description("Duration of a sync, which makes commits durable")
                .serviceLevelObjectives(BUCKETS)
                .register(meters);
        this.batchSizes = DistributionSummary.builder("bobbin.sync.writers")
                .description("Number of writers that shared a sync")
                .serviceLevelObjectives(1, 2, 4, 8, 16, 32, 64, 128)
                .register(meters);
    }

    /**
     * Waits until everything that was committed before the call is durable.
     *
     * @throws HeuristicCompletionException if the sync failed; only the next start shows whether the commit is durable
     */
    void await() {
        long start = System.nanoTime();
        try {
            joinNextBatch().join();
            waitTimes.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
        } catch (CompletionException e) {
            throw new HeuristicCompletionException(HeuristicCompletionException.STATE_UNKNOWN, e);
        }
    }

    /** Whether a sync has failed. Later syncs prove nothing: the system may have discarded the unwritten data. */
    boolean hasFailed() {
        return failed;
    }

    /** Returns the number of completed syncs. It does not change while no client writes. */
    public long syncCount() {
        return syncCount;
    }

    private synchronized CompletableFuture<Void> joinNextBatch() {
        waitingWriters++;
        if (waitingWriters == 1) {
            executor.execute(this::syncBatch);
        }
        return nextBatch;
    }

    private void syncBatch() {
        LockSupport.parkNanos(nanosUntilNextSync());
        CompletableFuture<Void> batch = startBatch();
        try {
            if (failed) {
                throw new IllegalStateException("An earlier sync failed");
            }
            sync.run();
            syncTimes.record(System.nanoTime() - lastStart, TimeUnit.NANOSECONDS);
            syncCount++;
            batch.complete(null);
        } catch (RuntimeException | Error e) {
            failed = true;
            try {
                onFailure.accept(e);
            } finally {
                batch.completeExceptionally(e);
            }
        }
    }

    /** Returns a negative number if the next sync may start at once. */
    private synchronized long nanosUntilNextSync() {
        long distance = Math.min(lastBatchSize * NANOS_BETWEEN_SYNCS_PER_WRITER, MAX_NANOS_BETWEEN_SYNCS);
        return lastStart + distance - System.nanoTime();
    }

    private synchronized CompletableFuture<Void> startBatch() {
        CompletableFuture<Void> batch = nextBatch;
        nextBatch = new CompletableFuture<>();
        lastBatchSize = waitingWriters;
        batchSizes.record(lastBatchSize);
        waitingWriters = 0;
        lastStart = System.nanoTime();
        return batch;
    }

    @Override
    public void close() {
        executor.shutdown();
    }
}
