package dev.bobbin.database.h2;

import dev.bobbin.database.h2.content.InvalidFileException;
import dev.bobbin.database.h2.content.RowCounts;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.h2.mvstore.FileStore;
import org.h2.mvstore.MVStore;

/** Copies an H2 file while the database is in use. Only one backup runs at a time. */
public final class OnlineBackup {

    private static final int BYTES_AT_ONCE = 64 << 10;

    private final MVStore store;
    private final Sync sync;
    private final ReentrantLock backupLock = new ReentrantLock();

    /** A sync with two actions. */
    interface Sync {

        /**
         * @param atSnapshot sees the rows of the snapshot
         * @param whenDurable sees the file when it contains the snapshot and nothing newer
         */
        void run(Runnable atSnapshot, Runnable whenDurable);
    }

    /** The part of a file that a sync has completed. */
    private record Content(StoreHeader header, List<StoredChunk> chunks, long length) {

        static Content of(MVStore store) {
            FileStore<?> file = store.getFileStore();
            StoredChunk newest = StoredChunk.of(H2Internals.newestChunk(file).orElseThrow());
            StoreHeader header = StoreHeader.readNewest(file).naming(newest.id(), newest.begin(), newest.version());
            List<StoredChunk> chunks = StoredChunk.allIn(store);
            long end = chunks.stream().mapToLong(StoredChunk::end).max().orElseThrow();
            return new Content(header, chunks, end * ChecksummedFile.BLOCK);
        }
    }

    OnlineBackup(MVStore store, Sync sync) {
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
     * @return the number of rows in each table of the copy; empty if another backup is running, and nothing is written
     *     then
     * @throws InvalidFileException if the file is damaged; nothing is written then
     */
    public Optional<Map<String, Long>> writeTo(OutputStream target) throws IOException {
        if (!backupLock.tryLock()) {
            return Optional.empty();
        }
        FileStore<?> file = store.getFileStore();
        file.setReuseSpace(false);
        try {
            Map<String, Long> rows = new TreeMap<>();
            AtomicReference<Content> content = new AtomicReference<>();
            sync.run(() -> rows.putAll(RowCounts.of(store)), () -> content.set(Content.of(store)));
            FileVerifier.verify(file, content.get().chunks());
            copy(file, content.get(), target);
            return Optional.of(rows);
        } finally {
            file.setReuseSpace(true);
            backupLock.unlock();
        }
    }

    /** Reads through H2: on Linux, closing another channel of the same file would release H2's lock on it. */
    private static void copy(FileStore<?> file, Content content, OutputStream target) throws IOException {
        // The header changes during the backup. Both copies name the newest chunk of the copy.
        target.write(content.header().toBytes().array());
        target.write(content.header().toBytes().array());
        for (long position = StoreHeader.LENGTH; position < content.length(); position += BYTES_AT_ONCE) {
            int length = (int) Math.min(BYTES_AT_ONCE, content.length() - position);
            target.write(file.readFully(null, position, length).array());
        }
    }
}
