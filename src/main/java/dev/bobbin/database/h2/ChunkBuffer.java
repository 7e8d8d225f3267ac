package dev.bobbin.database.h2;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import org.h2.mvstore.WriteBuffer;

/**
 * The buffer in which H2 assembles a chunk. If H2 finds no memory for a larger buffer, it closes the database. So the
 * buffer already has the expected size, and the server waits until there is memory for it.
 */
final class ChunkBuffer extends WriteBuffer {

    private static final int MIN_BYTES = 32 << 10;

    /** A chunk's entry in the layout map, and its share of the header of its page. */
    private static final int BYTES_OF_LAYOUT_PER_CHUNK = 256;

    /** A write changes the entries of few chunks. */
    private static final int MAX_BYTES_OF_LAYOUT = 256 << 10;

    private static final int CHARACTERS_AT_ONCE = 4096;
    private static final Duration MAX_WAIT = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(20);

    ChunkBuffer(int bytes) {
        super(bytes);
    }

    /**
     * Waits for memory while other threads finish their requests.
     *
     * @param chunks the number of chunks in the file
     * @throws OutOfMemoryError if the wait takes too long
     */
    static ChunkBuffer of(UnsavedPages pages, int chunks) {
        return create(bytes(pages.bytes(), pages.bytesOfRows(), chunks), ChunkBuffer::new);
    }

    /**
     * The pages of indexes contain ids. A character of these needs one byte in the file, and two in memory. The layout
     * map changes only while H2 assembles the chunk.
     */
    static int bytes(long unsavedBytes, long bytesOfRows, int chunks) {
        long bytesOfLayout = Math.min(MAX_BYTES_OF_LAYOUT, (long) BYTES_OF_LAYOUT_PER_CHUNK * chunks);
        long bytes = MIN_BYTES + bytesOfLayout + unsavedBytes / 2 + unsavedBytes / 10 + bytesOfRows;
        return (int) Math.min(Integer.MAX_VALUE - 8, bytes);
    }

    static ChunkBuffer create(int bytes, IntFunction<ChunkBuffer> constructor) {
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

    /** Writes the text in pieces, because H2 requires three free bytes for each character of a piece. */
    @Override
    public WriteBuffer putStringData(String text, int length) {
        for (int start = 0; start < length; start += CHARACTERS_AT_ONCE) {
            int end = Math.min(length, start + CHARACTERS_AT_ONCE);
            super.putStringData(text.substring(start, end), end - start);
        }
        return this;
    }
}
