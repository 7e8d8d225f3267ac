package dev.bobbin.database.h2;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.ZipOutputStream;
import org.h2.mvstore.FileStore;
import org.h2.mvstore.MVStore;

/** Copies an H2 file while the database is in use. Only one backup runs at a time. */
public final class OnlineBackup {

    private final MVStore store;
    private final Runnable sync;
    private final ReentrantLock backupLock = new ReentrantLock();

    OnlineBackup(MVStore store, Runnable sync) {
        this.store = store;
        this.sync = sync;
    }

    /** Whether a backup is running. H2 then does not reuse free space. */
    boolean isRunning() {
        return backupLock.isLocked();
    }

    /**
     * Writes a copy of the database file as of a sync at the start of the backup. During the backup, H2 does not reuse
     * free space, so the chunks of that sync stay in place. H2 appends newer chunks, and the copy excludes them.
     *
     * @return false if another backup is running; nothing is written then
     */
    public boolean writeTo(OutputStream target) throws IOException {
        if (!backupLock.tryLock()) {
            return false;
        }
        FileStore<?> file = store.getFileStore();
        file.setReuseSpace(false);
        try {
            sync.run();
            file.backup(new FileContent(target, file.size()));
            return true;
        } finally {
            file.setReuseSpace(true);
            backupLock.unlock();
        }
    }

    /** Receives the zip that H2 writes. Passes on the first {@code length} bytes of its entry, and no zip format. */
    private static final class FileContent extends ZipOutputStream {

        private final OutputStream target;
        private long remaining;

        FileContent(OutputStream target, long length) {
            super(OutputStream.nullOutputStream());
            this.target = target;
            this.remaining = length;
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
            int accepted = (int) Math.min(length, remaining);
            target.write(bytes, offset, accepted);
            remaining -= accepted;
        }
    }
}
