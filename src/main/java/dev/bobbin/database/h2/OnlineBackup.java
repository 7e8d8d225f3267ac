package dev.bobbin.database.h2;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.ZipOutputStream;
import org.h2.mvstore.FileStore;
import org.h2.mvstore.MVStore;

/** Copies an H2 file while others go on, once at a time. */
public final class OnlineBackup {

    private final MVStore store;
    private final Runnable sync;
    private final ReentrantLock turn = new ReentrantLock();

    OnlineBackup(MVStore store, Runnable sync) {
        this.store = store;
        this.sync = sync;
    }

    /** Whether one is being made: then there is no hole to put anything into. */
    boolean isBeingMade() {
        return turn.isLocked();
    }

    /**
     * Writes the file, as a database. H2 puts nothing into a hole meanwhile, so that what belongs to the sync at the beginning
     * stays where it is. What comes later stands behind it, and is left out.
     *
     * @return whether it was done, as nobody else is at it
     */
    public boolean writeTo(OutputStream target) throws IOException {
        if (!turn.tryLock()) {
            return false;
        }
        FileStore<?> file = store.getFileStore();
        file.setReuseSpace(false);
        try {
            sync.run();
            file.backup(new Prefix(target, file.size()));
            return true;
        } finally {
            file.setReuseSpace(true);
            turn.unlock();
        }
    }

    /** So many of the bytes that H2 writes as an entry of a zip, and no zip. */
    private static final class Prefix extends ZipOutputStream {

        private final OutputStream target;
        private long left;

        Prefix(OutputStream target, long length) {
            super(OutputStream.nullOutputStream());
            this.target = target;
            this.left = length;
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
            int wanted = (int) Math.min(length, left);
            target.write(bytes, offset, wanted);
            left -= wanted;
        }
    }
}
