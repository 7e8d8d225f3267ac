package dev.bobbin.database.h2;

import dev.bobbin.database.h2.content.InvalidFileException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;

/**
 * Reclaims unused space of the H2 file in small steps. A step rewrites the live pages of sparse chunks, or moves chunks
 * from the end of the file into free space. While no client writes, the steps continue until little unused space is
 * left. H2 itself leaves large gaps in the file.
 */
public final class Compaction implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Compaction.class);
    private static final int MILLIS_BETWEEN_STEPS = 50;

    /** The pages of one step become one chunk, and only a small chunk fits into a small gap. */
    private static final int BYTES_PER_STEP = 1 << 20;

    /** A new chunk soon has a fill rate of 60 to 80, because each step writes the inner pages again. */
    private static final int MAX_CHUNK_FILL_RATE = 50;

    /**
     * Under load, most pages of a chunk are soon written again in a later one. So a chunk is rewritten only when few of
     * its pages are left.
     */
    private static final int MAX_CHUNK_FILL_RATE_UNDER_LOAD = 20;

    private static final int WRITES_PER_STEP_UNDER_LOAD = 6;
    private static final int TARGET_FILE_FILL_RATE_WHEN_BUSY = 50;
    private static final int TARGET_FILE_FILL_RATE_WHEN_IDLE = 90;

    /** H2 frees an unused chunk only in one of the next syncs. */
    private static final int MAX_FRUITLESS_STEPS = 10;

    /**
     * Larger chunks are not rewritten: H2 needs several times as much heap as it writes at once, half of it in one
     * array.
     */
    private static final int MAX_CHUNK_BYTES =
            (int) Math.min(16 << 20, Runtime.getRuntime().maxMemory() / 256);

    private final H2File file;
    private final LongSupplier writeCount;
    private final FreeDiskGuard freeDisk;
    private final Consumer<Throwable> onFailure;
    private final ScheduledExecutorService steps = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "compaction");
        thread.setDaemon(true);
        return thread;
    });
    private long lastWriteCount;
    private int fruitlessSteps;
    private long fewestBytes = Long.MAX_VALUE;

    /** {@code writeCount} must grow with every write; a constant value means that no client writes. */
    public Compaction(H2File file, LongSupplier writeCount, FreeDiskGuard freeDisk, Consumer<Throwable> onFailure) {
        this.file = file;
        this.writeCount = writeCount;
        this.freeDisk = freeDisk;
        this.onFailure = onFailure;
    }

    /** Waits for the migrations of the database: a sync during a migration could contain half of it. */
    @EventListener(ApplicationReadyEvent.class)
    void start() {
        steps.scheduleWithFixedDelay(this::step, MILLIS_BETWEEN_STEPS, MILLIS_BETWEEN_STEPS, TimeUnit.MILLISECONDS);
    }

    void step() {
        if (file.backup().isRunning() || freeDisk.isDiskLow()) {
            return;
        }
        long count = writeCount.getAsLong();
        long writes = count - lastWriteCount;
        lastWriteCount = count;
        try {
            if (writes > 0) {
                boolean underLoad = writes >= WRITES_PER_STEP_UNDER_LOAD;
                compact(
                        underLoad ? MAX_CHUNK_FILL_RATE_UNDER_LOAD : MAX_CHUNK_FILL_RATE,
                        TARGET_FILE_FILL_RATE_WHEN_BUSY);
                fruitlessSteps = 0;
                fewestBytes = Long.MAX_VALUE;
            } else if (fruitlessSteps < MAX_FRUITLESS_STEPS) {
                compact(MAX_CHUNK_FILL_RATE, TARGET_FILE_FILL_RATE_WHEN_IDLE);
                file.sync();
                long bytes = file.chunkRewriter().bytesOfFileAndChunks();
                fruitlessSteps = bytes < fewestBytes ? 0 : fruitlessSteps + 1;
                fewestBytes = Math.min(bytes, fewestBytes);
            }
        } catch (InvalidFileException e) {
            log.error(
                    "Compaction of the database file ends: {}. Restore a backup, or stop the server for a closer look.",
                    e.reason());
            steps.shutdown();
        } catch (RuntimeException | Error e) {
            onFailure.accept(e);
        }
    }

    private void compact(int maxChunkFillRate, int targetFileFillRate) {
        if (!file.chunkRewriter().rewriteSparseChunks(maxChunkFillRate, BYTES_PER_STEP, MAX_CHUNK_BYTES)) {
            file.chunkRewriter().moveChunksIntoGaps(targetFileFillRate, BYTES_PER_STEP, MAX_CHUNK_BYTES);
        }
    }

    /** Waits for a running step. An interrupt would make H2 close the file while the database is open. */
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
