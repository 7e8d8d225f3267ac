package dev.bobbin.database.h2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Reads and writes whole buffers in pieces. A write to a full disk uses up the reserve before it fails.
 *
 * @param reserve is released when the disk is full
 */
record PiecewiseFile(FileChannel file, DiskReserve reserve) {

    /**
     * Largest read or write that is passed to the JDK, in bytes. The JDK copies it to a direct buffer, which each
     * thread keeps for its next transfer. With large messages, these buffers would fill the direct memory.
     */
    private static final int MAX_BYTES_AT_ONCE = 256 << 10;

    /** Returns the number of bytes, or -1 at the end of the file. */
    int read(ByteBuffer target, long position) throws IOException {
        return transfer(target, position, file::read);
    }

    int write(ByteBuffer source, long position) throws IOException {
        return transfer(source, position, this::writeOrRelease);
    }

    /** A read or a write at a position of the file. */
    @FunctionalInterface
    private interface Transfer {

        /** Returns the number of bytes, or -1 at the end of the file. */
        int apply(ByteBuffer buffer, long position) throws IOException;
    }

    /**
     * Transfers the whole buffer in pieces. Returns the number of bytes, or -1 at the end of the file. The limit of the
     * buffer does not change: while H2 writes a chunk, other threads read pages from the same buffer.
     */
    private static int transfer(ByteBuffer buffer, long position, Transfer transfer) throws IOException {
        ByteBuffer piece = buffer.duplicate();
        int start = buffer.position();
        int end = buffer.limit();
        int bytes = 0;
        while (bytes >= 0 && piece.position() < end) {
            piece.limit(Math.min(end, piece.position() + MAX_BYTES_AT_ONCE));
            bytes = transfer.apply(piece, position + piece.position() - start);
        }
        int transferred = piece.position() - start;
        buffer.position(piece.position());
        return transferred == 0 && bytes < 0 ? -1 : transferred;
    }

    /** Repeats a failed write as long as the reserve has space, because H2 does not survive a failed write. */
    private int writeOrRelease(ByteBuffer source, long position) throws IOException {
        while (true) {
            try {
                return file.write(source, position);
            } catch (IOException e) {
                if (!reserve.release()) {
                    throw e;
                }
            }
        }
    }
}
