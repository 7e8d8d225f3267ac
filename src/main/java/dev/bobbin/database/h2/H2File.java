package dev.bobbin.database.h2;

import dev.bobbin.database.h2.content.InvalidFileException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.Chunk;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.WriteBuffer;

/**
 * The file of an H2 database that runs in this process. Makes commits durable. H2's own SQL statements do not give the
 * same guarantees.
 */
public final class H2File {

    /** H2 reuses the space of a chunk as soon as no version needs it, without regard to the clock. */
    private static final int NO_RETENTION_TIME = -1;

    /**
     * Value of H2's counter of unsaved bytes after a sync. H2 takes a snapshot on a writer's thread when the counter
     * exceeds a limit of at most 19 MB. {@link #sync} follows every transaction, so the counter stays negative. H2
     * multiplies it by four at each commit, and a lower value could overflow.
     */
    private static final int UNSAVED_BYTES_AFTER_SYNC = -500_000_000;

    /**
     * H2 sets this delay first when it closes the file after a failure. From then on, each commit takes a snapshot. A
     * snapshot on a writer's thread could contain half of another transaction.
     */
    private static final int DELAY_AFTER_FAILURE = 0;

    /** Neither a commit nor H2's background thread takes a snapshot. */
    private static final int NO_SNAPSHOTS = -1;

    private static final long MAX_UNSAVED_BYTES =
            Math.min(100_000_000, Runtime.getRuntime().maxMemory() / 16);

    private final MVStore store;

    /** Writers hold the read lock. A sync holds the write lock while H2 takes a snapshot. */
    private final ReadWriteLock snapshotLock = new ReentrantReadWriteLock();

    /** H2's own store lock. A thread that needs both locks takes {@link #snapshotLock} first. */
    private final Lock storeLock;

    private final Collection<MVMap<?, ?>> openMaps;
    private final Map<Integer, Chunk<?>> chunks;
    private final ChunkRewriter chunkRewriter;
    private final OnlineBackup backup;
    private final SnapshotExecutor snapshots;

    private H2File(MVStore store) {
        this.store = store;
        this.storeLock = H2Internals.storeLock(store);
        this.openMaps = H2Internals.openMaps(store);
        this.chunks = isOnDisk() ? H2Internals.chunks(store.getFileStore()) : Map.of();
        this.chunkRewriter = new ChunkRewriter(store);
        this.backup = new OnlineBackup(store, this::sync);
        this.snapshots = new SnapshotExecutor(() -> store.getAutoCommitDelay() == DELAY_AFTER_FAILURE);
    }

    public static H2File of(Connection connection) throws SQLException {
        MVStore store = storeOf(connection);
        // The first delay stops H2's threads. One of them would take snapshots without the snapshot lock.
        store.setAutoCommitDelay(0);
        store.setAutoCommitDelay(NO_SNAPSHOTS);
        store.setRetentionTime(NO_RETENTION_TIME);
        H2File file = new H2File(store);
        // After a crash, H2 may list an unused chunk whose space a lost chunk has overwritten. H2 forgets it only here.
        // Otherwise, it could use that space for a new chunk while it still lists the old one.
        if (file.isOnDisk()) {
            H2Internals.setExecutor(store.getFileStore(), file.snapshots);
            store.executeFilestoreOperation(store.getFileStore()::dropUnusedChunks);
        }
        file.keepWritersFromTakingSnapshots();
        return file;
    }

    /** Returns the MVStore with the tables of the connection's database. */
    static MVStore storeOf(Connection connection) throws SQLException {
        SessionLocal session =
                (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
        return session.getDatabase().getStore().getMvStore();
    }

    public boolean isReadOnly() {
        return store.isReadOnly();
    }

    /** Returns false for an in-memory database. */
    public boolean isOnDisk() {
        return store.getFileStore() != null;
    }

    /**
     * Lock that every writer holds from its first change until its commit. Writers share it; a sync excludes them.
     *
     * <p>A snapshot visits H2's maps one by one. During a transaction, it could contain a changed index without the
     * changed row and without the undo log. After a crash, H2 could not roll back such a transaction.
     */
    public Lock writerLock() {
        return snapshotLock.readLock();
    }

    /**
     * Whether the next writer should wait for a sync, because the next chunk would become too large. H2 holds all pages
     * of a chunk in memory, and once more in a buffer.
     */
    public boolean hasManyUnsavedBytes() {
        return isOnDisk() && store.getUnsavedMemory() > UNSAVED_BYTES_AFTER_SYNC + MAX_UNSAVED_BYTES;
    }

    /**
     * Makes all commits durable that finished before the call.
     *
     * <p>H2's {@code CHECKPOINT SYNC} does not guarantee that. If H2's background thread has just taken the snapshot
     * with the commit, the statement finds no unsaved changes. It then calls fsync before the chunk is in the file.
     *
     * <p>Only one thread at a time runs a sync. H2 frees unused chunks while it takes a snapshot, and it does not
     * expect another thread to do the same.
     */
    public void sync() {
        sync(() -> {}, () -> {});
    }

    /**
     * Runs a sync with two actions.
     *
     * @param atSnapshot sees the rows of the snapshot, because no transaction is in progress
     * @param whenDurable sees the file when it contains the snapshot and nothing newer
     */
    private synchronized void sync(Runnable atSnapshot, Runnable whenDurable) {
        snapshotLock.writeLock().lock();
        storeLock.lock();
        try {
            long version;
            try {
                replaceWriteBuffer();
                snapshots.defer();
                store.tryCommit();
                keepWritersFromTakingSnapshots();
                version = store.getCurrentVersion();
                atSnapshot.run();
            } finally {
                // Writers continue while this thread writes the snapshot, which does not depend on the current rows.
                snapshotLock.writeLock().unlock();
                writeSnapshot();
            }
            if (isOnDisk()) {
                store.executeFilestoreOperation(() -> fsync(version));
                whenDurable.run();
            }
        } finally {
            storeLock.unlock();
        }
        if (store.isClosed()) {
            throw new IllegalStateException("The database is closed");
        }
    }

    /** Closes the database after a failure, like H2: later snapshots would rely on pages that are not in the file. */
    private void writeSnapshot() {
        try {
            snapshots.executeDeferred();
        } catch (RuntimeException | Error e) {
            store.closeImmediately();
            throw e;
        }
    }

    /**
     * Gives H2 a new buffer for the next chunk. H2 would reuse the buffer of the previous chunk. But a slow reader can
     * still read a page of that chunk from it, and would get bytes of the next chunk.
     */
    private void replaceWriteBuffer() {
        if (isOnDisk()) {
            WriteBuffer buffer = ChunkBuffer.of(UnsavedPages.of(openMaps), chunks.size());
            Queue<WriteBuffer> buffers = H2Internals.writeBuffers(store.getFileStore());
            buffers.clear();
            buffers.add(buffer);
        }
    }

    /**
     * Lowers the counter of unsaved bytes, which a snapshot resets to zero. A snapshot on a writer's thread could
     * contain half of another transaction. H2 does not synchronize the counter. So no writer and no task of H2 may run.
     */
    private void keepWritersFromTakingSnapshots() {
        if (isOnDisk() && store.getUnsavedMemory() > UNSAVED_BYTES_AFTER_SYNC / 2) {
            store.registerUnsavedMemory(UNSAVED_BYTES_AFTER_SYNC - store.getUnsavedMemory());
        }
    }

    /** Checks that H2 has written the version to the file, and calls fsync. */
    private void fsync(long version) {
        if (store.getFileStore().lastChunkVersion() < version) {
            throw new IllegalStateException(
                    "H2 has not written the committed version to the file", store.getPanicException());
        }
        store.getFileStore().sync();
    }

    ChunkRewriter chunkRewriter() {
        return chunkRewriter;
    }

    public OnlineBackup backup() {
        return backup;
    }

    /**
     * Verifies all chunks that H2 uses, after a sync. A copy of a damaged chunk would have a valid checksum.
     *
     * @throws InvalidFileException if the file is damaged
     */
    public void verify() {
        sync();
        FileVerifier.verify(store.getFileStore(), StoredChunk.allIn(store));
    }
}
