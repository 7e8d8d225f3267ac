package dev.bobbin.database.h2;

import dev.bobbin.database.failure.DatabaseUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Lock on a data folder against other servers. The server takes it before H2 opens the file, and holds it until the
 * compacted copy has replaced the file at shutdown. H2 also locks the file, but it releases that lock before it
 * replaces the file. A second server that opened the old file at that moment would lose its writes.
 */
public final class FolderLock implements AutoCloseable {

    private final DataFolder folder;
    private final FileChannel file;

    private FolderLock(DataFolder folder, FileChannel file) {
        this.folder = folder;
        this.file = file;
    }

    /** Takes the lock. The operating system releases it when the process ends, even after a crash. */
    public static FolderLock of(DataFolder folder) {
        try {
            OwnerOnlyFile.createIfMissing(file(folder));
            FileChannel file = FileChannel.open(file(folder), StandardOpenOption.WRITE);
            if (!tryLock(file)) {
                file.close();
                throw DatabaseUnavailableException.inUse(folder.url());
            }
            return new FolderLock(folder, file);
        } catch (IOException e) {
            throw DatabaseUnavailableException.folder(folder.path(), e);
        }
    }

    /** Deletes the file of the lock. Only the process that created the folder may do this. */
    public static void delete(DataFolder folder) throws IOException {
        Files.deleteIfExists(file(folder));
    }

    private static Path file(DataFolder folder) {
        return folder.path().resolve("bobbin.lock");
    }

    private static boolean tryLock(FileChannel file) throws IOException {
        try {
            return file.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    public DataFolder folder() {
        return folder;
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
