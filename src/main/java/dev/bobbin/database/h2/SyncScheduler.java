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
import org.springframework.dao.DataAccessResourceFailureException;

/**
 * Forces what H2 has committed to the disk. All who wait share one sync. Those who come while one runs are served by
 * the next, as their commits may have been too late for it.
 */
public final class SyncScheduler implements AutoCloseable {

    /**
     * A sync begins no sooner than this long after the last one for each of those that one served. A crowd loses nothing, as it
     * waits for the processor anyway; the file is spared half of the pages that every sync writes anew.
     */
    private static final long NANOS_BETWEEN_SYNCS_PER_WRITER = 150_000;

    private static final long MAX_NANOS_BETWEEN_SYNCS = 5_000_000;

    private static final Duration[] BUCKETS = LongStream.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final Runnable sync;
    private final Consumer<Throwable> onFailure;
    private final Timer waits;
    private final Timer durations;
    private final DistributionSummary sizes;

    /** A thread that nobody interrupts: H2 takes an interrupt for the end of a write that still goes on. */
    private final ExecutorService syncing = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "checkpoint");
        thread.setDaemon(true);
        return thread;
    });

    /** The sync that has not begun yet, if somebody waits for one. */
    private CompletableFuture<Void> next = new CompletableFuture<>();

    private int waiting;
    private int served;
    private long lastBegin = System.nanoTime();
    private volatile boolean failed;
    private volatile long syncs;

    public SyncScheduler(Runnable sync, Consumer<Throwable> onFailure, MeterRegistry meters) {
        this.sync = sync;
        this.onFailure = onFailure;
        this.waits = Timer.builder("bobbin.sync.wait")
                .description("How long writers waited until what they had committed was on the disk")
                .serviceLevelObjectives(BUCKETS)
                .register(meters);
        this.durations = Timer.builder("bobbin.sync")
                .description("How long it took to force the commits to the disk")
                .serviceLevelObjectives(BUCKETS)
                .register(meters);
        this.sizes = DistributionSummary.builder("bobbin.sync.writers")
                .description("How many writers shared a sync")
                .serviceLevelObjectives(1, 2, 4, 8, 16, 32, 64, 128)
                .register(meters);
    }

    /**
     * Returns when everything committed before the call is on the disk.
     *
     * @throws DataAccessResourceFailureException if it could not be forced there; then it may be lost, or not
     */
    void await() {
        long begin = System.nanoTime();
        try {
            order().join();
            waits.record(System.nanoTime() - begin, TimeUnit.NANOSECONDS);
        } catch (CompletionException e) {
            throw new DataAccessResourceFailureException("What was committed could not be forced to the disk", e);
        }
    }

    /** Whether a sync has failed. No later one proves anything: the system may have dropped what it could not write. */
    boolean hasFailed() {
        return failed;
    }

    /** How many syncs there have been: the number stands still while nobody writes. */
    public long syncs() {
        return syncs;
    }

    private synchronized CompletableFuture<Void> order() {
        waiting++;
        if (waiting == 1) {
            syncing.execute(this::serve);
        }
        return next;
    }

    private void serve() {
        LockSupport.parkNanos(pause());
        CompletableFuture<Void> turn = begin();
        try {
            if (failed) {
                throw new IllegalStateException("An earlier sync failed");
            }
            sync.run();
            durations.record(System.nanoTime() - lastBegin, TimeUnit.NANOSECONDS);
            syncs++;
            turn.complete(null);
        } catch (RuntimeException | Error e) {
            failed = true;
            try {
                onFailure.accept(e);
            } finally {
                turn.completeExceptionally(e);
            }
        }
    }

    /** Nanoseconds until the next sync should begin; negative if it may begin at once. */
    private synchronized long pause() {
        long distance = Math.min(served * NANOS_BETWEEN_SYNCS_PER_WRITER, MAX_NANOS_BETWEEN_SYNCS);
        return lastBegin + distance - System.nanoTime();
    }

    private synchronized CompletableFuture<Void> begin() {
        CompletableFuture<Void> turn = next;
        next = new CompletableFuture<>();
        served = waiting;
        sizes.record(served);
        waiting = 0;
        lastBegin = System.nanoTime();
        return turn;
    }

    @Override
    public void close() {
        syncing.shutdown();
    }
}
