package dev.bobbin.database.h2;

import dev.bobbin.database.failure.DatabaseUnavailableException;
import dev.bobbin.database.h2.content.InvalidFileException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.h2.engine.Constants;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

/** The folder with the H2 file. The server creates it with access for its own user only. */
public record DataFolder(Path path) {

    /** Creates the folder with mode 0700 if it is missing. The mode of an existing folder does not change. */
    public static DataFolder create(Path path) {
        Path folder = path.toAbsolutePath().normalize();
        if (folder.toString().contains(";")) {
            throw DatabaseUnavailableException.folder(folder, "its name contains a semicolon");
        }
        try {
            OwnerOnlyFile.createFolders(folder);
        } catch (IOException e) {
            throw DatabaseUnavailableException.folder(folder, e);
        }
        if (!Files.isWritable(folder)) {
            throw DatabaseUnavailableException.folder(folder, "permission denied");
        }
        return new DataFolder(folder);
    }

    /** Returns the path of the H2 file, which may not exist yet. */
    public Path file() {
        return path.resolve("bobbin.mv.db");
    }

    /** Returns whether the folder contains a database. */
    public boolean hasFile() {
        return Files.exists(file()) || Files.exists(compactedCopy());
    }

    /**
     * Verifies the H2 file, or creates an empty one. A file that is not accepted stays unchanged.
     *
     * @throws DatabaseUnavailableException if the file is damaged, if it contains objects that are not part of Bobbin's
     *     schema, or if another process has opened it
     */
    public void prepareFile() {
        try {
            finishReplacement();
            if (Files.exists(file())) {
                FileVerifier.verify(file());
                // The compacted copy of the last shutdown may have replaced the file just before a power failure.
                OwnerOnlyFile.syncFolder(path);
            } else {
                createFile();
            }
        } catch (InvalidFileException e) {
            throw DatabaseUnavailableException.file(file(), e.reason());
        } catch (IOException e) {
            throw DatabaseUnavailableException.folder(path, e);
        }
    }

    /**
     * Gives the compacted copy its final name if H2 was interrupted before it did that. H2 would do the same, but the
     * verifier must read the file that H2 opens.
     */
    private void finishReplacement() throws IOException {
        if (Files.notExists(file()) && Files.exists(compactedCopy())) {
            Files.move(compactedCopy(), file());
        }
    }

    /** Creates an empty database under another name first. So a crash leaves a whole file or none. */
    private void createFile() throws IOException {
        Files.deleteIfExists(incompleteCopy());
        try {
            new MVStore.Builder()
                    .fileName(ChecksummedDisk.name(incompleteCopy()))
                    .open()
                    .close();
        } catch (MVStoreException e) {
            throw new IOException(e);
        }
        OwnerOnlyFile.move(incompleteCopy(), file());
    }

    /** {@code minFreeBytes} is the free space below which the guard rejects writes; 0 disables the guard. */
    public FreeDiskGuard freeDiskGuard(long minFreeBytes) {
        return new FreeDiskGuard(minFreeBytes, this::freeBytes, DiskReserve.nextTo(file()));
    }

    /** Whether the disk has space for a compacted copy of the database. The copy is never larger than the file. */
    public boolean hasSpaceForCopy() {
        return freeBytes() > file().toFile().length();
    }

    /** Deletes the compacted copy that H2 leaves if the disk becomes full. The database file is then unchanged. */
    public void deleteIncompleteCopy() {
        try {
            Files.deleteIfExists(incompleteCopy());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path incompleteCopy() {
        return path.resolve(file().getFileName() + Constants.SUFFIX_MV_STORE_TEMP_FILE);
    }

    private Path compactedCopy() {
        return path.resolve(file().getFileName() + Constants.SUFFIX_MV_STORE_NEW_FILE);
    }

    private long freeBytes() {
        return path.toFile().getUsableSpace();
    }

    /**
     * Returns the JDBC URL of the database in this folder, with these parameters:
     *
     * <ul>
     *   <li>{@code DB_CLOSE_ON_EXIT=FALSE}: requests in flight at shutdown still need the database.
     *   <li>{@code AUTO_COMPACT_FILL_RATE=0}: H2's background thread moves no chunks. {@link Compaction} reclaims
     *   space.
     *   <li>{@code RETENTION_TIME=0}: H2 may reuse the space of an unused chunk at once. {@link ChecksummedFile}
     *       protects the chunks that the last sync needs.
     *   <li>{@code PAGE_SIZE=8192}: a sync writes each changed page whole. With H2's default of 16384, it writes more.
     *   <li>{@code ANALYZE_AUTO=0}: a commit collects no statistics. It would read up to 1,000 rows of a table without
     *       regard to the heap, and H2 closes the database if it finds no memory for a page.
     *   <li>{@code QUERY_CACHE_SIZE=32}: each connection keeps the plans of its last 32 statements. The deletion of a
     *       thread already needs more than H2's default of 8.
     *   <li>{@code LOCK_TIMEOUT=10000}: a statement waits at most 10 seconds for a lock.
     *   <li>{@code TRACE_LEVEL_FILE=0}: H2 writes no trace file. Its failures appear in the server's log.
     * </ul>
     */
    public String url() {
        return "jdbc:h2:" + ChecksummedDisk.name(path.resolve("bobbin"))
                + ";DB_CLOSE_ON_EXIT=FALSE;AUTO_COMPACT_FILL_RATE=0;RETENTION_TIME=0;PAGE_SIZE=8192"
                + ";ANALYZE_AUTO=0;QUERY_CACHE_SIZE=32;LOCK_TIMEOUT=10000;TRACE_LEVEL_FILE=0";
    }
}
