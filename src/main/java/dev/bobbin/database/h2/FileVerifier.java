package dev.bobbin.database.h2;

import dev.bobbin.database.failure.DatabaseUnavailableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Map;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

/**
 * Verifies an H2 file before H2's SQL engine opens it. H2 itself checks little: it returns to an older version of the
 * data without a message if it cannot read the newest one. This class only reads.
 */
public final class FileVerifier {

    private FileVerifier() {}

    /**
     * Verifies that the newest durable version is in the file, and that all chunks in use and all objects in it are by
     * Bobbin. Takes about as long as reading the file once.
     *
     * @return the number of rows in each of Bobbin's tables
     * @throws InvalidFileException if the file is damaged or not a Bobbin database
     * @throws DatabaseUnavailableException if another process has opened the file
     * @throws IOException if the file cannot be read
     */
    public static Map<String, Long> verify(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            StoreHeader header =
                    StoreHeader.readNewest(channel).orElseThrow(() -> InvalidFileException.damaged("it has no header"));
            try (MVStore store = new MVStore.Builder()
                    .fileName(ChecksummedDisk.name(file))
                    .readOnly()
                    .open()) {
                if (store.getFileStore().lastChunkVersion() < header.promisedVersion()) {
                    throw InvalidFileException.damaged("the newest data is missing");
                }
                verifyChunks(channel, store.getLayoutMap(), header.isSealed());
                return UntrustedFile.check(store);
            }
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            if (e instanceof MVStoreException h2 && h2.getErrorCode() == DataUtils.ERROR_FILE_LOCKED) {
                throw DatabaseUnavailableException.inUse(file.toString());
            }
            // Damage can make H2 follow wrong pointers and lengths, with any of these results.
            throw InvalidFileException.of(e);
        }
    }

    /**
     * Verifies the checksums of all chunks in use.
     *
     * @param layout H2's layout map, which lists all chunks but the newest; H2 verifies that one through
     *     {@link ChecksummedFile}
     * @param sealed whether each chunk must have a checksum
     * @throws InvalidFileException if a chunk is damaged
     */
    static void verifyChunks(FileChannel file, Map<String, String> layout, boolean sealed) throws IOException {
        for (StoredChunk chunk : StoredChunk.in(layout)) {
            if (chunk.isLive() && !isWhole(file, chunk, sealed)) {
                throw InvalidFileException.damaged("the data between the bytes "
                        + chunk.begin() * ChecksummedFile.BLOCK + " and " + chunk.end() * ChecksummedFile.BLOCK
                        + " has changed");
            }
        }
    }

    private static boolean isWhole(FileChannel file, StoredChunk chunk, boolean sealed) throws IOException {
        long position = chunk.end() * ChecksummedFile.BLOCK - ChunkFooter.LENGTH;
        if (chunk.begin() < 0 || position < 0 || position + ChunkFooter.LENGTH > file.size()) {
            return false;
        }
        ByteBuffer bytes = ByteBuffer.allocate(ChunkFooter.LENGTH);
        DataUtils.readFully(file, position, bytes);
        ChunkFooter footer = ChunkFooter.parse(bytes);
        return footer != null
                && footer.id() == chunk.id()
                && footer.version() == chunk.version()
                && footer.blocks() == chunk.end() - chunk.begin()
                && footer.isWhole(file, position, sealed);
    }
}
