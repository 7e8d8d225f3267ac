package dev.bobbin.database.h2;

import dev.bobbin.database.Database;
import dev.bobbin.database.Databases;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
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

/** Writers at the database of a data folder, each with a story of its own, on a {@link PowerLossFileSystem}. */
final class ConcurrentWriters {

    private static final int MAX_BYTES = 100 << 20;

    private final String url;
    private final Database database;
    private final H2File file;
    private final Lock changing;
    private final SyncScheduler checkpoint;
    private final Compaction compaction;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Future<?>> writers = new ArrayList<>();
    private final AtomicLongArray acknowledged;
    private volatile boolean stopped;

    /** Goes on with stories that the database has as far as they are told. */
    ConcurrentWriters(Path folder, List<WriterHistory> stories) throws SQLException {
        this.url = PowerLossFileSystem.url(folder);
        this.database = Databases.open(url);
        this.file = database.file().orElseThrow();
        this.changing = file.changing();
        this.checkpoint = new SyncScheduler(file::sync, failure -> {}, new SimpleMeterRegistry());
        this.compaction = new Compaction(file, checkpoint::syncs, failure -> {
            throw new IllegalStateException("The compaction failed", failure);
        });
        this.acknowledged = new AtomicLongArray(
                stories.stream().mapToLong(WriterHistory::steps).toArray());
        for (int i = 0; i < stories.size(); i++) {
            int writer = i;
            WriterHistory story = new WriterHistory(stories.get(i));
            writers.add(threads.submit(() -> write(writer, story)));
        }
    }

    private Void write(int writer, WriterHistory story) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, "sa", "")) {
            connection.setAutoCommit(false);
            while (!stopped) {
                changing.lock();
                try {
                    for (WriterHistory.Change change : story.next()) {
                        change.make(connection);
                    }
                    connection.commit();
                } finally {
                    changing.unlock();
                }
                checkpoint.await();
                acknowledged.set(writer, story.steps());
            }
            return null;
        }
    }

    /** How many steps of a story are acknowledged. */
    long acknowledged(int story) {
        return acknowledged.get(story);
    }

    /** As it is done while somebody writes. */
    void compact() {
        compaction.step();
    }

    /** As it is done when nobody has written for a while, just when somebody begins to. */
    void compactAll() {
        file.rewrite(100, MAX_BYTES, MAX_BYTES);
        file.fillHoles(100, MAX_BYTES, MAX_BYTES);
        file.sync();
    }

    /** Without closing the file in order. */
    void stop() throws Exception {
        stopped = true;
        for (Future<?> writer : writers) {
            writer.get(30, TimeUnit.SECONDS);
        }
        threads.shutdown();
        checkpoint.close();
        compaction.close();
        try (Connection connection = DriverManager.getConnection(url, "sa", "")) {
            connection.createStatement().execute("shutdown immediately");
        }
    }
}
