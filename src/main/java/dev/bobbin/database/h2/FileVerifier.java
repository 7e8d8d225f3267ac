package dev.bobbin.database.h2;

import dev.bobbin.database.failure.DatabaseUnavailableException;
import dev.bobbin.database.h2.content.InvalidFileException;
import dev.bobbin.database.h2.content.UntrustedFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.h2.mvstore.Chunk;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.FileStore;
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
                long newest = store.getFileStore().lastChunkVersion();
                if (newest < header.promisedVersion()) {
                    throw InvalidFileException.damaged("the newest data is missing");
                }
                if (newest == header.promisedVersion() && StoreHeader.hasDamagedCopy(channel, header)) {
                    throw InvalidFileException.damaged("a part of the header is missing, and maybe the newest data");
                }
                List<StoredChunk> chunks = StoredChunk.allIn(store);
                verify(store.getFileStore(), chunks);
                verifyPositions(store.getFileStore(), chunks);
                return UntrustedFile.check(store);
            }
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError | AssertionError e) {
            if (e instanceof MVStoreException h2 && h2.getErrorCode() == DataUtils.ERROR_FILE_LOCKED) {
                throw DatabaseUnavailableException.inUse(file.toString());
            }
            // Damage can make H2 follow wrong pointers and lengths, until memory is exhausted or an assertion fails.
            throw InvalidFileException.of(e);
        }
    }

    /**
     * Verifies the checksums of those chunks that are in use. {@link ChecksummedFile} compares the checksum when a
     * footer is read, and hides the footer of a damaged chunk.
     *
     * @throws InvalidFileException if a chunk is damaged
     */
    static void verify(FileStore<?> file, List<StoredChunk> chunks) {
        for (StoredChunk chunk : chunks) {
            if (chunk.isLive() && !isWhole(file, chunk)) {
                throw InvalidFileException.damaged("the data between the bytes "
                        + chunk.begin() * ChecksummedFile.BLOCK + " and " + chunk.end() * ChecksummedFile.BLOCK
                        + " has changed");
            }
        }
    }

    /**
     * Verifies that H2 reads each chunk from its own place. If H2 has found a copy of a chunk elsewhere in the file, it
     * can read the copy instead, which nothing has verified. It would then also overwrite the chunk itself.
     */
    private static void verifyPositions(FileStore<?> file, List<StoredChunk> chunks) {
        Map<Integer, Chunk<?>> used = H2Internals.chunks(file);
        for (StoredChunk chunk : chunks) {
            Chunk<?> read = used.get(chunk.id());
            if (chunk.isLive() && (read == null || read.block != chunk.begin())) {
                throw InvalidFileException.damaged("it contains a part of the data twice");
            }
        }
    }

    private static boolean isWhole(FileStore<?> file, StoredChunk chunk) {
        long end = chunk.end() * ChecksummedFile.BLOCK;
        if (chunk.begin() < 0 || chunk.end() <= chunk.begin() || end > file.size()) {
            return false;
        }
        ChunkFooter footer = ChunkFooter.parse(file.readFully(null, end - ChunkFooter.LENGTH, ChunkFooter.LENGTH));
        return footer != null
                && footer.id() == chunk.id()
                && footer.version() == chunk.version()
                && footer.blocks() == chunk.end() - chunk.begin();
    }
}
