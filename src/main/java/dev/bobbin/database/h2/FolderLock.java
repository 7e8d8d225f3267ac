package dev.bobbin.database.h2;

import dev.bobbin.database.failure.DatabaseUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;

/**
 * Keeps other servers out of a data folder, from before H2 opens its file until it has put another in its place. H2 locks
 * the file itself, but no longer when it is about to be replaced, and a server that took it then would write to nowhere.
 */
public final class FolderLock implements AutoCloseable {

    private final DataFolder folder;
    private final FileChannel file;

    private FolderLock(DataFolder folder, FileChannel file) {
        this.folder = folder;
        this.file = file;
    }

    /** The system gives the lock back when the process ends, however it does. */
    public static FolderLock of(DataFolder folder) {
        try {
            FileChannel file = FileChannel.open(
                    folder.path().resolve("bobbin.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!take(file)) {
                file.close();
                throw DatabaseUnavailableException.inUse(folder.url());
            }
            return new FolderLock(folder, file);
        } catch (IOException e) {
            throw DatabaseUnavailableException.folder(folder.path(), e);
        }
    }

    private static boolean take(FileChannel file) throws IOException {
        try {
            return file.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /** So many bytes the folder's disk still takes. */
    public long room() {
        return folder.path().toFile().getUsableSpace();
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
