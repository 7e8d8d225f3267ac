package dev.bobbin.database.h2;

import dev.bobbin.database.failure.DatabaseUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder of the H2 file, open to the server's own user only. */
public record DataFolder(Path path) {

    static {
        ChecksummedDisk.register();
    }

    /** The folder, made with mode 0700 if it is missing; the mode of one that is there is its owner's business. */
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
     * The URL of the database in this folder. Requests in flight at shutdown need it open to the last
     * ({@code DB_CLOSE_ON_EXIT}); and chunks are kept for a second instead of 45 after they were written, or the file
     * would grow by tens of KB a commit. It is {@link ChecksummedFile} that keeps what the last sync needs until the next
     * one. H2 keeps no log of its own beside the file: failures reach the server's.
     */
    public String url() {
        return "jdbc:h2:checked:" + path.resolve("bobbin")
                + ";DB_CLOSE_ON_EXIT=FALSE;RETENTION_TIME=1000;LOCK_TIMEOUT=10000;TRACE_LEVEL_FILE=0";
    }
}
