package dev.bobbin.database.h2;

import dev.bobbin.database.failure.DatabaseUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder with the H2 file. The server creates it with access for its own user only. */
public record DataFolder(Path path) {

    static {
        ChecksummedDisk.register();
    }

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

    /**
     * Returns the JDBC URL of the database in this folder, with these parameters:
     *
     * <ul>
     *   <li>{@code DB_CLOSE_ON_EXIT=FALSE}: requests in flight at shutdown still need the database.
     *   <li>{@code RETENTION_TIME=1000}: H2 may reuse the space of an unused chunk one second after it wrote the chunk.
     *       With H2's default of 45 seconds, the file would become many times as large. {@link ChecksummedFile}
     *       protects the space that the last sync needs.
     *   <li>{@code LOCK_TIMEOUT=10000}: a statement waits at most 10 seconds for a lock.
     *   <li>{@code TRACE_LEVEL_FILE=0}: H2 writes no trace file. Its failures appear in the server's log.
     * </ul>
     */
    public String url() {
        return "jdbc:h2:checked:" + path.resolve("bobbin")
                + ";DB_CLOSE_ON_EXIT=FALSE;RETENTION_TIME=1000;LOCK_TIMEOUT=10000;TRACE_LEVEL_FILE=0";
    }
}
