package dev.bobbin.database.h2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import org.h2.mvstore.DataUtils;
import org.h2.store.fs.FileBaseDefault;
import org.jspecify.annotations.Nullable;

/**
 * An H2 file that survives a power failure in the middle of a write. Such a failure can tear a chunk: the disk stores
 * some of its blocks and loses others. H2 accepts a torn chunk if its header and its footer are intact. This class
 * keeps H2's file format and adds three protections:
 *
 * <ul>
 *   <li>Every chunk has a checksum in its footer. If the checksum does not match, this class hides the footer from H2.
 *   <li>Before a new chunk, everything written earlier is flushed with an fsync. The new chunk may overwrite space that
 *       only older versions use. H2 would need such a version if the previous chunk were lost.
 *   <li>The durable copy of the header is not overwritten before the other copy is durable.
 * </ul>
 *
 * <p>The package description explains H2's file format.
 */
final class ChecksummedFile extends FileBaseDefault {

    static final int BLOCK = 4096;

    /**
     * Largest read or write that is passed to the JDK, in bytes. The JDK copies it to a direct buffer, which each
     * thread keeps for its next transfer. With large messages, these buffers would fill the direct memory.
     */
    private static final int MAX_BYTES_AT_ONCE = 256 << 10;

    private static final int UNKNOWN = -1;

    private final FileChannel file;

    /** Initially true: writes of an earlier process may still be in the operating system's cache. */
    private boolean unsynced = true;

    private long newestVersion = UNKNOWN;

    /** The header copy, 0 or 1, that the next header may overwrite. */
    private int spareHeader = UNKNOWN;

    private boolean headerUnsynced;

    ChecksummedFile(FileChannel file) {
        this.file = file;
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        int start = target.position();
        int read = transfer(target, position, file::read);
        // H2 reads a footer with a read of its own, which ends at a block boundary.
        if (read == ChunkFooter.LENGTH && (position + read) % BLOCK == 0) {
            ChunkFooter footer = ChunkFooter.parse(target.slice(start, read));
            if (footer != null && !footer.matchesChunk(file, position)) {
                target.put(start, new byte[read]);
            }
        }
        return read;
    }

    @Override
    public synchronized int write(ByteBuffer source, long position) throws IOException {
        if (position == 0) {
            return writeHeader(source);
        }
        ChunkFooter footer = ChunkFooter.atEndOf(source);
        if (footer != null) {
            syncBefore(footer);
            footer.addChecksum(source);
        }
        unsynced = true;
        return transfer(source, position, file::write);
    }

    /** A read or a write at a position of the file. */
    @FunctionalInterface
    private interface Transfer {

        /** Returns the number of bytes, or -1 at the end of the file. */
        int apply(ByteBuffer buffer, long position) throws IOException;
    }

    /** Transfers the whole buffer in pieces. Returns the number of bytes, or -1 at the end of the file. */
    private static int transfer(ByteBuffer buffer, long position, Transfer transfer) throws IOException {
        int start = buffer.position();
        int end = buffer.limit();
        int bytes = 0;
        try {
            while (bytes >= 0 && buffer.position() < end) {
                buffer.limit(Math.min(end, buffer.position() + MAX_BYTES_AT_ONCE));
                bytes = transfer.apply(buffer, position + buffer.position() - start);
            }
        } finally {
            buffer.limit(end);
        }
        int transferred = buffer.position() - start;
        return transferred == 0 && bytes < 0 ? -1 : transferred;
    }

    /** Ignores chunks that H2 moves within the file: H2 calls fsync itself where a move requires it. */
    private void syncBefore(ChunkFooter chunk) throws IOException {
        if (chunk.version() <= newestVersion) {
            return;
        }
        if (newestVersion == UNKNOWN) {
            clearCleanShutdownMark();
        }
        syncIfNeeded();
        newestVersion = chunk.version();
    }

    /**
     * Erases the second header copy if the first one marks a clean shutdown. While both copies have that mark, H2 does
     * not search for newer chunks.
     */
    private void clearCleanShutdownMark() throws IOException {
        ByteBuffer first = ByteBuffer.allocate(BLOCK);
        DataUtils.readFully(file, 0, first);
        if (marksCleanShutdown(first)) {
            DataUtils.writeFully(file, BLOCK, ByteBuffer.allocate(BLOCK));
            unsynced = true;
        }
    }

    /**
     * Writes one of the two header copies that H2 passes. It writes both if they mark a clean shutdown, because H2 then
     * expects equal copies. It also writes both if it does not know yet which copy is durable.
     */
    private int writeHeader(ByteBuffer copies) throws IOException {
        int length = copies.remaining();
        if (spareHeader == UNKNOWN || marksCleanShutdown(copies)) {
            syncIfNeeded();
            DataUtils.writeFully(file, 0, copies);
            spareHeader = 0;
        } else {
            DataUtils.writeFully(file, (long) spareHeader * BLOCK, copies.slice(copies.position(), BLOCK));
            copies.position(copies.limit());
        }
        headerUnsynced = true;
        unsynced = true;
        return length;
    }

    private static boolean marksCleanShutdown(ByteBuffer header) {
        return StandardCharsets.ISO_8859_1.decode(header.duplicate()).toString().contains("clean:1");
    }

    private void syncIfNeeded() throws IOException {
        if (unsynced) {
            force(true);
        }
    }

    @Override
    public synchronized void force(boolean metaData) throws IOException {
        file.force(metaData);
        unsynced = false;
        if (headerUnsynced) {
            headerUnsynced = false;
            spareHeader = 1 - spareHeader;
        }
    }

    @Override
    protected synchronized void implTruncate(long size) throws IOException {
        unsynced = true;
        file.truncate(size);
    }

    @Override
    public long size() throws IOException {
        return file.size();
    }

    @Override
    public @Nullable FileLock tryLock(long position, long size, boolean shared) throws IOException {
        return file.tryLock(position, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
        file.close();
    }
}
