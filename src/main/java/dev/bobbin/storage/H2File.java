package dev.bobbin.storage;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.FileStore;
import org.h2.mvstore.MVStore;
import org.springframework.util.ReflectionUtils;

/** The file behind an H2 database in this process, which SQL has no words for. */
final class H2File {

    private static final String OTHER_H2 = "This is not the H2 that Bobbin was built with";

    private static final int MILLIS_A_DAY = 86_400_000;

    /** H2 multiplies it by four, as an integer. */
    private static final int UNSAVED_BYTES_THAT_NEVER_ARE = (1 << 29) - 1;

    private final MVStore store;
    private final ReadWriteLock changes = new ReentrantReadWriteLock();

    /** H2's own, under which it takes commits up and writes the file. Who holds both has taken {@link #changes} first. */
    private final Lock storing;

    private final FileCopy copy;

    private H2File(MVStore store) {
        this.store = store;
        this.storing = (Lock) Objects.requireNonNull(ReflectionUtils.getField(field("storeLock"), store), OTHER_H2);
        this.copy = new FileCopy(store, this::sync);
    }

    static H2File of(Connection connection) throws SQLException {
        MVStore store = storeOf(connection);
        // H2's background thread would not heed the lock below, and has nothing to do: see sync, rewrite and
        // fillHoles. It sleeps and is not switched off, as those that write the file would be, too.
        store.setAutoCommitDelay(MILLIS_A_DAY);
        holdBackCommits(store);
        return new H2File(store);
    }

    /** What keeps the tables of the database behind a connection. */
    static MVStore storeOf(Connection connection) throws SQLException {
        SessionLocal session =
                (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
        return session.getDatabase().getStore().getMvStore();
    }

    /**
     * Nor may a thread that changes rows take up what others are changing, as it would when much is unsaved. There is no
     * setting for how much that is. Every transaction ends with a sync, so that it never is. Zero would not mean "never": H2
     * takes it for always when a transaction ends.
     */
    private static void holdBackCommits(MVStore store) {
        ReflectionUtils.setField(field("autoCommitMemory"), store, UNSAVED_BYTES_THAT_NEVER_ARE);
    }

    private static Field field(String name) {
        Field field = Objects.requireNonNull(ReflectionUtils.findField(MVStore.class, name), OTHER_H2);
        ReflectionUtils.makeAccessible(field);
        return field;
    }

    boolean isReadOnly() {
        return store.isReadOnly();
    }

    /** Whether it is one, and not only in memory. */
    boolean isOnDisk() {
        return store.getFileStore() != null;
    }

    /**
     * What whoever changes rows must hold from the first change to the commit. H2 takes up its maps one by one, and would
     * take up an index with a change that is under way, and the rows or the undo log without it: then there is no way back.
     */
    Lock changing() {
        return changes.readLock();
    }

    /**
     * Forces to the disk what was committed before the call. {@code CHECKPOINT SYNC} would not do: when H2's own background
     * thread has taken a commit up before, it finds nothing left to write, and forces a file that the commit has yet to reach.
     * One thread at a time: H2 gives space back while it writes, and does not expect another to do so.
     */
    synchronized void sync() {
        changes.writeLock().lock();
        storing.lock();
        try {
            long version = takeUpCommits();
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

    /**
     * Rows may be changed again as soon as it is clear what is to be written. H2's own threads write it meanwhile; they expect
     * that whoever has asked them to keeps others from the store.
     *
     * @return the version of the store that is to be on the disk
     */
    private long takeUpCommits() {
        try {
            store.tryCommit();
            return store.getCurrentVersion();
        } finally {
            changes.writeLock().unlock();
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

    FileCopy copy() {
        return copy;
    }

    /** H2 would choose by itself which chunks to write anew, not by their places, and none if the first one is large. */
    private boolean rewrite(Function<Chunks, Set<Integer>> choice) {
        MVStore.TxCounter version = store.registerVersionUsage();
        try {
            Set<Integer> chosen = choice.apply(new Chunks(store.getLayoutMap()));
            if (!chosen.isEmpty()) {
                Method rewrite = Objects.requireNonNull(
                        ReflectionUtils.findMethod(FileStore.class, "compactRewrite", Set.class), OTHER_H2);
                ReflectionUtils.makeAccessible(rewrite);
                store.executeFilestoreOperation(
                        () -> ReflectionUtils.invokeMethod(rewrite, store.getFileStore(), chosen));
            }
            return !chosen.isEmpty();
        } finally {
            store.deregisterVersionUsage(version);
        }
    }
}
