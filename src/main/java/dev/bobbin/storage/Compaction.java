package dev.bobbin.storage;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Gives back the space that the H2 file no longer needs, a little at a time: what is left of old chunks is put together, so
 * that new ones find room, and chunks are moved to the front of a file with many holes. While nobody writes, little is left
 * of them. H2 by itself leaves the holes, which after a busy hour is more than half of the file.
 */
final class Compaction implements AutoCloseable {

    private static final int MILLIS_BETWEEN_STEPS = 200;
    private static final int STEPS_BETWEEN_MOVES = 25;

    private static final int WANTED_PERCENT_WHEN_BUSY = 80;
    private static final int LEAST_PERCENT_WHEN_BUSY = 50;
    private static final int BYTES_PER_STEP_WHEN_BUSY = atMost(4 << 20);

    private static final int WANTED_PERCENT_WHEN_IDLE = 90;

    /** Moved at once, for which writers would have to wait: it takes a tenth to a half of a second. */
    private static final int BYTES_PER_MOVE = atMost(32 << 20);

    private final H2File file;
    private final LongSupplier writes;
    private final Consumer<Throwable> onFailure;
    private final ScheduledExecutorService steps = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "compaction");
        thread.setDaemon(true);
        return thread;
    });
    private long lastWrites;
    private int idleSteps;

    /** {@code writes} counts up with each of them. */
    Compaction(H2File file, LongSupplier writes, Consumer<Throwable> onFailure) {
        this.file = file;
        this.writes = writes;
        this.onFailure = onFailure;
    }

    void start() {
        steps.scheduleWithFixedDelay(this::step, MILLIS_BETWEEN_STEPS, MILLIS_BETWEEN_STEPS, TimeUnit.MILLISECONDS);
    }

    void step() {
        long now = writes.getAsLong();
        idleSteps = now == lastWrites ? idleSteps + 1 : 0;
        lastWrites = now;
        try {
            if (idleSteps == 0) {
                file.rewrite(WANTED_PERCENT_WHEN_BUSY, BYTES_PER_STEP_WHEN_BUSY);
                file.move(LEAST_PERCENT_WHEN_BUSY, BYTES_PER_STEP_WHEN_BUSY);
            } else if (idleSteps % STEPS_BETWEEN_MOVES == 0) {
                file.rewrite(WANTED_PERCENT_WHEN_IDLE, BYTES_PER_MOVE);
                file.sync();
                file.move(WANTED_PERCENT_WHEN_IDLE, BYTES_PER_MOVE);
            }
        } catch (RuntimeException e) {
            onFailure.accept(e);
        }
    }

    /** H2 needs several times as much heap for what it moves: a small one moves less at once. */
    private static int atMost(int bytes) {
        return (int) Math.min(bytes, Runtime.getRuntime().maxMemory() / 64);
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
