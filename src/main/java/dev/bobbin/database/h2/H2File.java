package dev.bobbin.database.h2;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.FileStore;
import org.h2.mvstore.MVStore;

/** The file behind an H2 database in this process, which SQL has no words for. */
public final class H2File {

    private static final int MILLIS_A_DAY = 86_400_000;

    private final MVStore store;
    private final ReadWriteLock changes = new ReentrantReadWriteLock();

    /** H2's own. Who holds both has taken {@link #changes} first. */
    private final Lock storing;

    private final OnlineBackup copy;

    private H2File(MVStore store) {
        this.store = store;
        this.storing = H2Internals.storeLock(store);
        this.copy = new OnlineBackup(store, this::sync);
    }

    public static H2File of(Connection connection) throws SQLException {
        MVStore store = storeOf(connection);
        // H2's background thread would not heed the lock below, and has nothing to do: see sync, rewrite and
        // fillHoles. It sleeps and is not switched off, as those that write the file would be, too.
        store.setAutoCommitDelay(MILLIS_A_DAY);
        H2Internals.holdBackCommits(store);
        return new H2File(store);
    }

    /** What keeps the tables of the database behind a connection. */
    static MVStore storeOf(Connection connection) throws SQLException {
        SessionLocal session =
                (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
        return session.getDatabase().getStore().getMvStore();
    }

    public boolean isReadOnly() {
        return store.isReadOnly();
    }

    /** Whether it is one, and not only in memory. */
    public boolean isOnDisk() {
        return store.getFileStore() != null;
    }

    /**
     * What whoever changes rows must hold from the first change to the commit. H2 takes up its maps one by one, and would
     * take up an index with a change that is under way, and the rows or the undo log without it: then there is no way back.
     */
    public Lock changing() {
        return changes.readLock();
    }

    /**
     * Forces to the disk what was committed before the call. {@code CHECKPOINT SYNC} would not do: when H2's own background
     * thread has taken a commit up before, it finds nothing left to write, and forces a file that the commit has yet to reach.
     * One thread at a time: H2 gives space back while it writes, and does not expect another to do so.
     */
    public synchronized void sync() {
        changes.writeLock().lock();
        storing.lock();
        try {
            long version;
            try {
                store.tryCommit();
                version = store.getCurrentVersion();
            } finally {
                // From here on H2's own threads write. They need the store for themselves, and not the rows.
                changes.writeLock().unlock();
            }
            if (isOnDisk()) {
                store.executeFilestoreOperation(() -> force(version));
            }
        } finally {
            storing.unlock();
        }
        if (store.isClosed()) {
            throw new IllegalStateException("The database is closed");
        }
    }

    /** A file store operation begins when the threads that write are done. They keep it to themselves if they have failed. */
    private void force(long version) {
        if (store.getFileStore().lastChunkVersion() < version) {
            throw new IllegalStateException("H2 has not written what was committed", store.getPanicException());
        }
        store.getFileStore().sync();
    }

    /**
     * Puts so many bytes of what is still in use of old chunks together, or those of a larger chunk, if less than a part of
     * them is in use. The next sync takes it up.
     *
     * @return whether there was any
     */
    boolean rewrite(int wantedPercent, int bytes, int maxBytes) {
        FileStore<?> file = store.getFileStore();
        long old = store.getTimeAbsolute() - file.getCreationTime() - file.getRetentionTime();
        return rewrite(chunks -> chunks.mostlyUnused(old, wantedPercent, bytes, maxBytes));
    }

    /**
     * Writes so many bytes from the end of the file anew, or those of a larger chunk, if less than a part of the file is in use,
     * so that the next sync puts them into a hole; one that comes a second later cuts the end off. H2's own way is to copy whole chunks
     * within the file. It now and then copies one over what a power failure would bring back.
     *
     * @return whether there was any
     */
    boolean fillHoles(int wantedPercent, int bytes, int maxBytes) {
        FileStore<?> file = store.getFileStore();
        store.executeFilestoreOperation(file::dropUnusedChunks);
        return file.getFillRate() < wantedPercent && rewrite(chunks -> chunks.behindHoles(bytes, maxBytes));
    }

    public OnlineBackup copy() {
        return copy;
    }

    private boolean rewrite(Function<CompactionPlanner, Set<Integer>> choice) {
        MVStore.TxCounter version = store.registerVersionUsage();
        try {
            Set<Integer> chosen = choice.apply(new CompactionPlanner(store.getLayoutMap()));
            if (!chosen.isEmpty()) {
                H2Internals.rewrite(store, chosen);
            }
            return !chosen.isEmpty();
        } finally {
            store.deregisterVersionUsage(version);
        }
    }
}
