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
 * An H2 file that outlives a power failure in the midst of a write, of which the disk may have kept some blocks and not
 * the others. H2 writes a commit as one chunk, and afterwards takes for whole what has a first and a last block. So
 * here, in a file that remains one of H2's own format,
 *
 * <ul>
 *   <li>a chunk carries a checksum, and H2 does not get to see the footer of one that is not whole;
 *   <li>a new chunk is written when everything before it is on the disk, as it may take the place of what only those
 *       before the last one needed;
 *   <li>of the two copies of the header, which tells where to begin, the one on the disk stays until the other is there.
 * </ul>
 */
final class ChecksummedFile extends FileBaseDefault {

    static final int BLOCK = 4096;
    private static final int UNKNOWN = -1;

    private final FileChannel file;

    /** True at first, as what an earlier process wrote may have got no further than the system's memory. */
    private boolean unforced = true;

    private long newestVersion = UNKNOWN;

    /** The copy of the header, 0 or 1, that the next one may overwrite. */
    private int spareHeader = UNKNOWN;

    private boolean headerUnforced;

    ChecksummedFile(FileChannel file) {
        this.file = file;
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        int start = target.position();
        int read = file.read(target, position);
        if (read == ChunkFooter.LENGTH && (position + read) % BLOCK == 0) {
            ChunkFooter footer = ChunkFooter.in(target.slice(start, read));
            if (footer != null && !footer.isOfWholeChunk(file, position)) {
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
            forceBefore(footer);
            footer.seal(source);
        }
        unforced = true;
        return file.write(source, position);
    }

    /** A chunk that is not new is one that H2 moves; then it forces the file itself where it has to. */
    private void forceBefore(ChunkFooter chunk) throws IOException {
        if (chunk.version() <= newestVersion) {
            return;
        }
        if (newestVersion == UNKNOWN) {
            forgetCleanEnd();
        }
        forceIfNeeded();
        newestVersion = chunk.version();
    }

    /** While both copies say that the file was closed in order, H2 would look for nothing newer than they name. */
    private void forgetCleanEnd() throws IOException {
        ByteBuffer first = ByteBuffer.allocate(BLOCK);
        DataUtils.readFully(file, 0, first);
        if (isClean(first)) {
            DataUtils.writeFully(file, BLOCK, ByteBuffer.allocate(BLOCK));
            unforced = true;
        }
    }

    /** H2 writes both copies at once. That is done when they must be alike, or nobody knows which one to spare. */
    private int writeHeader(ByteBuffer copies) throws IOException {
        int length = copies.remaining();
        if (spareHeader == UNKNOWN || isClean(copies)) {
            forceIfNeeded();
            DataUtils.writeFully(file, 0, copies);
            spareHeader = 0;
        } else {
            DataUtils.writeFully(file, (long) spareHeader * BLOCK, copies.slice(copies.position(), BLOCK));
            copies.position(copies.limit());
        }
        headerUnforced = true;
        unforced = true;
        return length;
    }

    private static boolean isClean(ByteBuffer header) {
        return StandardCharsets.ISO_8859_1.decode(header.duplicate()).toString().contains("clean:1");
    }

    private void forceIfNeeded() throws IOException {
        if (unforced) {
            force(true);
        }
    }

    @Override
    public synchronized void force(boolean metaData) throws IOException {
        file.force(metaData);
        unforced = false;
        if (headerUnforced) {
            headerUnforced = false;
            spareHeader = 1 - spareHeader;
        }
    }

    @Override
    protected synchronized void implTruncate(long size) throws IOException {
        unforced = true;
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
