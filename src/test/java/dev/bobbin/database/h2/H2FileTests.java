package dev.bobbin.database.h2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.mockito.AdditionalAnswers.delegatesTo;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.WriteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.util.ReflectionTestUtils;

@Timeout(60)
class H2FileTests {

    @TempDir
    private Path folder;

    private Connection connection;
    private MVStore store;
    private H2File file;

    @BeforeEach
    void open() throws SQLException {
        connection = DriverManager.getConnection(new DataFolder(folder).url(), "sa", "");
        store = H2File.storeOf(connection);
        file = H2File.of(connection);
        connection.createStatement().execute("create table items (text varchar)");
        file.sync();
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    /** A snapshot at the commit of one writer could contain half of another writer's transaction. */
    @ParameterizedTest
    @ValueSource(ints = {1, 1000, 10_000_000})
    void takesNoSnapshotBeforeTheSync(int length) throws SQLException {
        long version = store.getCurrentVersion();
        for (int i = 0; i < 5; i++) {
            connection.createStatement().execute("insert into items values (repeat('x', " + length + "))");
        }

        assertThat(store.getCurrentVersion()).isEqualTo(version);
    }

    /** H2 would need memory for a second buffer to enlarge the first one. Each character needs three bytes here. */
    @ParameterizedTest
    @CsvSource({"1, 5000000", "100, 5000000", "1000, 5000000", "100000, 5000000", "1, 100000", "1000, 100000"})
    void expectsTheSizeOfAChunk(int length, int total) throws Exception {
        connection
                .createStatement()
                .execute("insert into items select repeat('€', " + length + ") from system_range(1, "
                        + total / (length + 20) + ")");
        UnsavedPages pages = UnsavedPages.of(H2Internals.openMaps(store));
        Path path = folder.resolve("bobbin.mv.db");
        long before = Files.size(path);

        file.sync();

        assertThat(Files.size(path) - before)
                .isBetween(total / 5L, (long) ChunkBuffer.bytes(pages.bytes(), pages.bytesOfRows(), chunks()));
    }

    /** The layout map has an entry for each chunk. This deletion changes all of them, but few other pages. */
    @Test
    void expectsTheSizeOfAChunkWithMostOfTheLayoutMap() throws SQLException {
        for (int i = 0; i < 600; i++) {
            connection.createStatement().execute("insert into items values (repeat('x', 10000))");
            file.sync();
        }
        connection.createStatement().execute("delete from items");
        UnsavedPages pages = UnsavedPages.of(H2Internals.openMaps(store));
        int expected = ChunkBuffer.bytes(pages.bytes(), pages.bytesOfRows(), chunks());

        file.sync();

        int size = H2Internals.newestChunk(store.getFileStore()).orElseThrow().len * ChecksummedFile.BLOCK;
        assertThat(size).isGreaterThan(100_000).isLessThanOrEqualTo(expected);
    }

    private int chunks() {
        return H2Internals.chunks(store.getFileStore()).size();
    }

    @Test
    void takesASnapshotOfAllChangesInTheSync() throws SQLException {
        connection.createStatement().execute("insert into items values ('x')");

        file.sync();

        assertThat(store.hasUnsavedChanges()).isFalse();
    }

    @Test
    void takesTheSnapshotEvenIfAnotherThreadHoldsTheStoreLock() throws Exception {
        connection.createStatement().execute("insert into items values ('x')");

        syncDuring(operation -> store.executeFilestoreOperation(operation), () -> {});

        assertThat(store.hasUnsavedChanges()).isFalse();
    }

    @Test
    void doesNotBlockWritersWhileH2WritesTheFile() throws Exception {
        connection.createStatement().execute("insert into items values ('x')");

        syncDuring(operation -> store.getFileStore().executeFileStoreOperation(operation), () -> {
            assertThat(file.writerLock().tryLock()).isTrue();
            file.writerLock().unlock();
        });

        assertThat(store.getFileStore().lastChunkVersion()).isEqualTo(store.getCurrentVersion());
    }

    /** A reader can still read a page from the buffer of the chunk that the first sync wrote. */
    @Test
    void doesNotOverwriteTheBufferOfTheLastChunk() throws SQLException {
        connection.createStatement().execute("insert into items values ('first')");
        file.sync();
        WriteBuffer buffer = store.getFileStore().getWriteBuffer();
        byte[] chunk = buffer.getBuffer().array().clone();
        store.getFileStore().releaseWriteBuffer(buffer);

        connection.createStatement().execute("insert into items values ('second')");
        file.sync();

        assertThat(buffer.getBuffer().array()).isEqualTo(chunk);
    }

    @Test
    void failsIfH2CannotWriteTheFile() throws Exception {
        connection.createStatement().execute("insert into items values ('x')");
        ((FileChannel) ReflectionTestUtils.getField(store.getFileStore(), "fileChannel")).close();

        assertThatThrownBy(file::sync).hasStackTraceContaining("ClosedChannelException");
        assertThatThrownBy(connection::close).hasMessageContaining("failed");
    }

    @Test
    void closesTheDatabaseAfterAFailureThatH2DoesNotRecord() throws Exception {
        connection.createStatement().execute("insert into items values ('x')");
        FileChannel channel = (FileChannel) ReflectionTestUtils.getField(store.getFileStore(), "fileChannel");
        FileChannel failing = mock(FileChannel.class, delegatesTo(channel));
        doThrow(new UnprintableError()).when(failing).write(any(ByteBuffer.class), anyLong());
        ReflectionTestUtils.setField(store.getFileStore(), "fileChannel", failing);

        assertThatThrownBy(file::sync).isInstanceOf(UnprintableError.class);
        assertThat(store.isClosed()).isTrue();
    }

    /** H2 cannot create its own exception for it, as if it had no memory for that. */
    private static final class UnprintableError extends Error {

        @Override
        public String toString() {
            throw this;
        }
    }

    /** H2 sets this delay first when it closes the file after a failure. Then each commit takes a snapshot. */
    @Test
    void writesNoSnapshotOfAWriterWhileH2ClosesTheFile() {
        long version = store.getFileStore().lastChunkVersion();
        store.setAutoCommitDelay(0);

        assertThatThrownBy(() -> connection.createStatement().execute("insert into items values ('x')"))
                .hasStackTraceContaining("The database is being closed");
        assertThat(store.getFileStore().lastChunkVersion()).isEqualTo(version);
        assertThatThrownBy(connection::close).hasMessageContaining("closed");
    }

    /** Starts a sync during an operation of another thread. Runs the check while the sync waits, then ends both. */
    private void syncDuring(Consumer<Runnable> operation, Runnable check) throws Exception {
        CompletableFuture<Void> started = new CompletableFuture<>();
        CompletableFuture<Void> mayEnd = new CompletableFuture<>();
        Runnable blocking = () -> {
            started.complete(null);
            mayEnd.join();
        };
        FutureTask<Void> sync = new FutureTask<>(file::sync, null);
        Thread syncThread = new Thread(sync);
        try {
            new Thread(() -> operation.accept(blocking)).start();
            started.get(10, TimeUnit.SECONDS);
            syncThread.start();
            await().until(syncThread::getState, Thread.State.WAITING::equals);
            check.run();
        } finally {
            mayEnd.complete(null);
        }
        sync.get(10, TimeUnit.SECONDS);
    }

    /** H2 measures the age of a chunk by the clock. A clock that goes back must not keep it from reusing space. */
    @Test
    void reusesSpaceWhileTheClockIsBehind() throws SQLException {
        ReflectionTestUtils.setField(store, "lastTimeAbsolute", System.currentTimeMillis() + 3_600_000);

        assertThat(growth(300)).isLessThan(1_000_000);
    }

    private long growth(int syncs) throws SQLException {
        long before = store.getFileStore().size();
        for (int i = 0; i < syncs; i++) {
            connection.createStatement().execute("insert into items values (random_uuid())");
            file.sync();
        }
        return store.getFileStore().size() - before;
    }
}
