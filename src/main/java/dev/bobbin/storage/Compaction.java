package dev.bobbin.storage;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Gives back the space that the H2 file no longer needs, a little at a time and only while nobody writes. H2 by itself
 * leaves the holes between its chunks for later use, which after a busy hour is more than half of the file.
 */
final class Compaction implements AutoCloseable {

    private static final int SECONDS_BETWEEN_STEPS = 5;
    private static final int WANTED_FILL_PERCENT = 90;

    /** Moved in a step, for which writers would have to wait: it takes a tenth to a half of a second. */
    private static final long BYTES_PER_STEP = 32 << 20;

    private final H2File file;
    private final LongSupplier writes;
    private final Consumer<Throwable> onFailure;
    private final ScheduledExecutorService steps = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "compaction");
        thread.setDaemon(true);
        return thread;
    });
    private long lastWrites;

    /** {@code writes} counts up with each of them. */
    Compaction(H2File file, LongSupplier writes, Consumer<Throwable> onFailure) {
        this.file = file;
        this.writes = writes;
        this.onFailure = onFailure;
    }

    void start() {
        steps.scheduleWithFixedDelay(this::stepIfIdle, SECONDS_BETWEEN_STEPS, SECONDS_BETWEEN_STEPS, TimeUnit.SECONDS);
    }

    /** Moves some chunks together, unless somebody has written since the last step. */
    void stepIfIdle() {
        long now = writes.getAsLong();
        try {
            if (now == lastWrites) {
                file.compact(WANTED_FILL_PERCENT, BYTES_PER_STEP);
            }
        } catch (RuntimeException e) {
            onFailure.accept(e);
        }
        lastWrites = now;
    }

    /** Lets a step that runs come to its end: to interrupt it would close the file under the database. */
    @Override
    public void close() {
        steps.shutdown();
        try {
            steps.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
