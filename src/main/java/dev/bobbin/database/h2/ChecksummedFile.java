package dev.bobbin.database.h2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import org.h2.mvstore.DataUtils;
import org.h2.store.fs.FileBaseDefault;
import org.jspecify.annotations.Nullable;

/**
 * An H2 file that survives a power failure in the middle of a write. Such a failure can tear a chunk: the disk stores
 * some of its blocks and loses others. H2 accepts a torn chunk if its header and its footer are intact. This class
 * keeps H2's file format and adds four protections:
 *
 * <ul>
 *   <li>Every chunk has a checksum in its footer. If the checksum does not match, this class hides the footer from H2.
 *   <li>Before a new chunk, everything written earlier is flushed with an fsync. The new chunk may overwrite space that
 *       only older versions use. H2 would need such a version if the previous chunk were lost.
 *   <li>The durable copy of the header is not overwritten before the other copy is durable, and neither is the chunk
 *       that it names. Only a clean shutdown overwrites both copies at once. Each one is a single sector of a disk.
 *   <li>After each fsync, the header names the newest durable version. So {@link FileVerifier} can tell a torn chunk,
 *       which no client knows of, from a damaged one.
 * </ul>
 *
 * <p>The package description explains H2's file format.
 */
final class ChecksummedFile extends FileBaseDefault {

    static final int BLOCK = 4096;

    private static final int BOTH = -1;

    private final FileChannel file;
    private final PiecewiseFile pieces;

    /** Initially true: writes of an earlier process may still be in the operating system's cache. */
    private boolean unsynced = true;

    /** The header of the last write; null while the file is empty. */
    private @Nullable StoreHeader header;

    /** Whether each chunk of the file must have a checksum. */
    private final boolean sealed;

    /** The header copy, 0 or 1, that the next header may overwrite, or {@code BOTH} before the first chunk. */
    private int spareHeader = BOTH;

    private boolean headerUnsynced;

    /** The newest chunk that this process has written; null before the first one. */
    private @Nullable WrittenChunk newestChunk;

    /** The chunk that the header of the last write names. */
    private @Nullable WrittenChunk namedByHeader;

    /** The chunk that the durable header copy names; null if this process has not written that copy. */
    private @Nullable WrittenChunk namedByDurableHeader;

    /** A chunk and the block at which it begins. */
    private record WrittenChunk(ChunkFooter footer, long block) {

        boolean overlaps(WrittenChunk other) {
            return block < other.block + other.footer.blocks() && other.block < block + footer.blocks();
        }
    }

    /** {@code reserve} is used when the disk is full. */
    ChecksummedFile(FileChannel file, DiskReserve reserve) throws IOException {
        this.file = file;
        this.pieces = new PiecewiseFile(file, reserve);
        this.header = StoreHeader.readNewest(file).orElse(null);
        this.sealed = header == null ? file.size() == 0 : header.isSealed();
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        int start = target.position();
        int read = pieces.read(target, position);
        // H2 reads a footer with a read of its own, which ends at a block boundary.
        if (read == ChunkFooter.LENGTH && (position + read) % BLOCK == 0) {
            ChunkFooter footer = ChunkFooter.parse(target.slice(start, read));
            if (footer != null && !footer.isWhole(file, position, sealed)) {
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
            return writeChunk(footer, source, position);
        }
        unsynced = true;
        return pieces.write(source, position);
    }

    private int writeChunk(ChunkFooter footer, ByteBuffer source, long position) throws IOException {
        // H2 also moves chunks within the file. It calls fsync itself where a move requires it.
        boolean isNew =
                newestChunk == null || footer.version() > newestChunk.footer().version();
        WrittenChunk chunk = new WrittenChunk(footer, position / BLOCK);
        if (isNew) {
            syncBeforeNewChunk(chunk);
        }
        footer.addChecksum(source);
        unsynced = true;
        int written = pieces.write(source, position);
        if (isNew) {
            newestChunk = chunk;
        }
        return written;
    }

    private void syncBeforeNewChunk(WrittenChunk chunk) throws IOException {
        if (newestChunk == null) {
            chooseSpareHeader(chunk.footer().version());
        }
        if (unsynced || headerUnsynced && mayOverwriteNamedChunk(chunk)) {
            force(true);
        }
    }

    /** Whether the chunk may overwrite the one from which H2 finds the newest version after a power failure. */
    private boolean mayOverwriteNamedChunk(WrittenChunk chunk) {
        return namedByDurableHeader == null || namedByDurableHeader.overlaps(chunk);
    }

    /**
     * Chooses the header copy to overwrite first. The other one leads H2 to the newest version in the file. A copy that
     * names {@code nextVersion} or a later one names a chunk that a power failure has torn.
     */
    private void chooseSpareHeader(long nextVersion) throws IOException {
        StoreHeader first = StoreHeader.read(file, 0);
        StoreHeader second = StoreHeader.read(file, 1);
        spareHeader = usableVersion(second, nextVersion) > usableVersion(first, nextVersion) ? 0 : 1;
        if (first != null && first.marksCleanShutdown()) {
            // While both copies have that mark, H2 does not search for newer chunks.
            DataUtils.writeFully(file, BLOCK, ByteBuffer.allocate(BLOCK));
            unsynced = true;
        }
    }

    private static long usableVersion(@Nullable StoreHeader copy, long nextVersion) {
        return copy == null || copy.version() >= nextVersion ? -1 : copy.version();
    }

    /**
     * Writes one of the two header copies that H2 passes. It writes both if they mark a clean shutdown, because H2 then
     * expects equal copies. It also writes both before the first chunk, when it does not know the spare copy yet.
     */
    private int writeHeader(ByteBuffer copies) throws IOException {
        int length = copies.remaining();
        StoreHeader next = StoreHeader.parse(copies.slice(copies.position(), BLOCK));
        if (next == null) {
            throw new IOException("H2 wrote a store header in an unknown format");
        }
        if (unsynced && (next.marksCleanShutdown() || newestChunk == null)) {
            force(true);
        }
        if (next.marksCleanShutdown()) {
            spareHeader = BOTH;
        }
        writeSpareHeader(header == null ? next : next.with("durable", header.durableVersion()));
        unsynced = true;
        copies.position(copies.limit());
        return length;
    }

    private void writeSpareHeader(StoreHeader next) throws IOException {
        header = sealed ? next.with("sealed", 1) : next;
        namedByHeader = newestChunk;
        if (spareHeader == BOTH) {
            pieces.write(header.toBytes(), 0);
            pieces.write(header.toBytes(), BLOCK);
            spareHeader = 0;
        } else {
            pieces.write(header.toBytes(), (long) spareHeader * BLOCK);
        }
        headerUnsynced = true;
    }

    @Override
    public synchronized void force(boolean metaData) throws IOException {
        file.force(metaData);
        unsynced = false;
        if (headerUnsynced) {
            headerUnsynced = false;
            namedByDurableHeader = namedByHeader;
            spareHeader = 1 - spareHeader;
        }
        recordDurableVersion();
    }

    /**
     * Writes the version that has just become durable to the header. This write needs no fsync of its own: it survives
     * the end of the process. After a power failure, the header names an older version at worst.
     */
    private void recordDurableVersion() throws IOException {
        if (header != null && newestChunk != null) {
            ChunkFooter chunk = newestChunk.footer();
            if (chunk.version() > header.durableVersion()) {
                writeSpareHeader(header.naming(chunk.id(), newestChunk.block(), chunk.version()));
            }
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
