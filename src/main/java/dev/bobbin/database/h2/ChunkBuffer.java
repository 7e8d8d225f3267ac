package dev.bobbin.database.h2;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import org.h2.mvstore.WriteBuffer;

/**
 * Creates the buffer in which H2 assembles a chunk. If H2 finds no memory for a larger buffer, it closes the database.
 * So the buffer already has the expected size, and the server waits until there is memory for it.
 */
final class ChunkBuffer {

    private static final int MIN_BYTES = 256 << 10;
    private static final Duration MAX_WAIT = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private ChunkBuffer() {}

    /**
     * Waits for memory while other threads finish their requests.
     *
     * @throws OutOfMemoryError if the wait takes too long
     */
    static WriteBuffer of(UnsavedPages pages) {
        return create(bytes(pages.bytes(), pages.largestRow()), WriteBuffer::new);
    }

    /**
     * Most characters need one byte in the file, but H2 requires three free bytes for each before it writes a text. The
     * rest is for H2's own maps, and for a few longer characters.
     */
    static int bytes(long unsavedBytes, long largestRow) {
        long bytes = MIN_BYTES + unsavedBytes / 2 + unsavedBytes / 10 + largestRow;
        return (int) Math.min(Integer.MAX_VALUE - 8, bytes);
    }

    static WriteBuffer create(int bytes, IntFunction<WriteBuffer> constructor) {
        long end = System.nanoTime() + MAX_WAIT.toNanos();
        while (true) {
            try {
                return constructor.apply(bytes);
            } catch (OutOfMemoryError e) {
                if (System.nanoTime() - end > 0) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }
}
