package dev.bobbin.database.h2;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Gives back the space that the H2 file no longer needs, a little at a time: what is left of old chunks is put together, so
 * that new ones find room, and what lies at the end of a file with many holes is put into them. While nobody writes, little is left
 * of them. H2 by itself leaves the holes, which after a busy hour is more than half of the file.
 */
public final class Compaction implements AutoCloseable {

    private static final int MILLIS_BETWEEN_STEPS = 50;

    /** What is written together becomes one chunk, and only small ones fit into small holes. */
    private static final int BYTES_PER_STEP = 1 << 20;

    private static final int WANTED_PERCENT_WHEN_BUSY = 80;
    private static final int LEAST_PERCENT_WHEN_BUSY = 50;
    private static final int WANTED_PERCENT_WHEN_IDLE = 90;

    /** So many steps take longer than H2's retention time, for which it keeps what is not needed any more. */
    private static final int MAX_VAIN_STEPS = 30;

    /** A larger chunk stays. H2 needs several times as much heap for what it writes at once, and half of that in one piece. */
    private static final int MAX_BYTES =
            (int) Math.min(16 << 20, Runtime.getRuntime().maxMemory() / 256);

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
    private int vainSteps;

    /** {@code writes} counts up with each of them. */
    public Compaction(H2File file, LongSupplier writes, Consumer<Throwable> onFailure) {
        this.file = file;
        this.writes = writes;
        this.onFailure = onFailure;
    }

    void start() {
        steps.scheduleWithFixedDelay(this::step, MILLIS_BETWEEN_STEPS, MILLIS_BETWEEN_STEPS, TimeUnit.MILLISECONDS);
    }

    void step() {
        if (file.copy().isBeingMade()) {
            return;
        }
        long now = writes.getAsLong();
        idleSteps = now == lastWrites ? idleSteps + 1 : 0;
        lastWrites = now;
        try {
            if (idleSteps == 0) {
                compact(WANTED_PERCENT_WHEN_BUSY, LEAST_PERCENT_WHEN_BUSY);
            } else if (Math.min(idleSteps, vainSteps) < MAX_VAIN_STEPS) {
                compact(WANTED_PERCENT_WHEN_IDLE, WANTED_PERCENT_WHEN_IDLE);
                file.sync();
            }
        } catch (RuntimeException | Error e) {
            onFailure.accept(e);
        }
    }

    private void compact(int wantedPercentOfChunks, int wantedPercentOfFile) {
        boolean worked = file.rewrite(wantedPercentOfChunks, BYTES_PER_STEP, MAX_BYTES)
                || file.fillHoles(wantedPercentOfFile, BYTES_PER_STEP, MAX_BYTES);
        vainSteps = worked ? 0 : vainSteps + 1;
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
