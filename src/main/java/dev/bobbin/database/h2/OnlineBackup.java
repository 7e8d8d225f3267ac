package dev.bobbin.database.h2;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.zip.ZipOutputStream;
import org.h2.mvstore.FileStore;
import org.h2.mvstore.MVStore;
import org.h2.store.fs.FileUtils;

/** Copies an H2 file while the database is in use. Only one backup runs at a time. */
public final class OnlineBackup {

    private final MVStore store;
    private final Consumer<Runnable> sync;
    private final ReentrantLock backupLock = new ReentrantLock();

    OnlineBackup(MVStore store, Consumer<Runnable> sync) {
        this.store = store;
        this.sync = sync;
    }

    /** Whether a backup is running. H2 then does not reuse free space. */
    boolean isRunning() {
        return backupLock.isLocked();
    }

    /**
     * Writes a copy of the database file as of a sync at the start of the backup. During the backup, H2 neither frees
     * the chunks of that sync nor reuses free space. It appends newer chunks, which the copy does not use.
     *
     * @return the number of rows in each table of the copy; empty if another backup is running, and nothing is written
     *     then
     * @throws InvalidFileException if the file is damaged; nothing is written then
     */
    public Optional<Map<String, Long>> writeTo(OutputStream target) throws IOException {
        if (!backupLock.tryLock()) {
            return Optional.empty();
        }
        Map<String, Long> rows = new TreeMap<>();
        FileStore<?> file = store.getFileStore();
        MVStore.TxCounter version = store.registerVersionUsage();
        file.setReuseSpace(false);
        try (FileChannel content = FileUtils.open(file.getFileName(), "r")) {
            sync.accept(() -> rows.putAll(RowCounts.of(store)));
            StoreHeader header =
                    StoreHeader.readNewest(content).orElseThrow(() -> InvalidFileException.damaged("it has no header"));
            FileVerifier.verifyChunks(content, layout(), header.isSealed());
            file.backup(new FileContent(target, header, file.size()));
            return Optional.of(rows);
        } finally {
            file.setReuseSpace(true);
            store.deregisterVersionUsage(version);
            backupLock.unlock();
        }
    }

    /** Returns the layout map at a moment when every chunk in it has been written. */
    private Map<String, String> layout() {
        Map<String, String> layout = new HashMap<>();
        store.executeFilestoreOperation(() -> layout.putAll(store.getLayoutMap()));
        return layout;
    }

    /**
     * Receives the zip that H2 writes. Passes on the first {@code length} bytes of its entry, and no zip format. The
     * header stands for both copies of H2's header, which change during the backup.
     */
    private static final class FileContent extends ZipOutputStream {

        private final OutputStream target;
        private long skipped = StoreHeader.LENGTH;
        private long remaining;

        FileContent(OutputStream target, StoreHeader header, long length) throws IOException {
            super(OutputStream.nullOutputStream());
            this.target = target;
            this.remaining = length - StoreHeader.LENGTH;
            target.write(header.toBytes().array());
            target.write(header.toBytes().array());
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
            int headerBytes = (int) Math.min(length, skipped);
            skipped -= headerBytes;
            int accepted = (int) Math.min(length - headerBytes, remaining);
            target.write(bytes, offset + headerBytes, accepted);
            remaining -= accepted;
        }
    }
}
