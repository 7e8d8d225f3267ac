package dev.bobbin.database.h2;

import dev.bobbin.database.Database;
import dev.bobbin.database.Databases;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.Lock;

/** Concurrent writers to a database on a {@link PowerLossFileSystem}. Each executes its own {@link WriterHistory}. */
final class ConcurrentWriters {

    private static final int MAX_BYTES = 100 << 20;

    private final String url;
    private final Database database;
    private final H2File file;
    private final Lock writerLock;
    private final SyncScheduler syncs;
    private final Compaction compaction;
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final List<Future<?>> writers = new ArrayList<>();
    private final AtomicLongArray acknowledgedSteps;
    private volatile boolean stopped;

    /** Continues histories whose steps are already in the database. */
    ConcurrentWriters(Path folder, List<WriterHistory> histories) throws SQLException {
        this.url = PowerLossFileSystem.url(folder);
        this.database = Databases.open(url);
        this.file = database.file().orElseThrow();
        this.writerLock = file.writerLock();
        this.syncs = new SyncScheduler(file::sync, failure -> {}, new SimpleMeterRegistry());
        this.compaction = new Compaction(file, syncs::syncCount, FreeDiskGuard.disabled(), failure -> {
            throw new IllegalStateException("The compaction failed", failure);
        });
        this.acknowledgedSteps = new AtomicLongArray(
                histories.stream().mapToLong(WriterHistory::steps).toArray());
        for (int i = 0; i < histories.size(); i++) {
            int writer = i;
            WriterHistory history = new WriterHistory(histories.get(i));
            writers.add(executor.submit(() -> write(writer, history)));
        }
    }

    private Void write(int writer, WriterHistory history) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, "sa", "")) {
            connection.setAutoCommit(false);
            while (!stopped) {
                writerLock.lock();
                try {
                    for (WriterHistory.Change change : history.nextStep()) {
                        change.execute(connection);
                    }
                    connection.commit();
                } finally {
                    writerLock.unlock();
                }
                syncs.await();
                acknowledgedSteps.set(writer, history.steps());
            }
            return null;
        }
    }

    /** Returns how many steps of a writer are acknowledged. */
    long acknowledgedSteps(int writer) {
        return acknowledgedSteps.get(writer);
    }

    /** Runs one step of the compaction, as under load. */
    void compact() {
        compaction.step();
    }

    /** H2 does not reuse space during a backup, and then reuses much of it at once. */
    void backUp() throws IOException {
        file.backup().writeTo(OutputStream.nullOutputStream());
    }

    /** Compacts as much as possible, like an idle server, while the writers write. */
    void compactAll() {
        file.chunkRewriter().rewriteSparseChunks(100, MAX_BYTES, MAX_BYTES);
        file.chunkRewriter().moveChunksIntoGaps(100, MAX_BYTES, MAX_BYTES);
        file.sync();
    }

    /** Stops the writers, and closes the file without a clean shutdown. */
    void stop() throws Exception {
        stopped = true;
        for (Future<?> writer : writers) {
            writer.get(30, TimeUnit.SECONDS);
        }
        executor.shutdown();
        syncs.close();
        compaction.close();
        try (Connection connection = DriverManager.getConnection(url, "sa", "")) {
            connection.createStatement().execute("shutdown immediately");
        }
    }
}
