package dev.bobbin.database.h2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
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
        connection.createStatement().execute("create table kept (text varchar)");
        file.sync();
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    /** Who commits may do so while others are in the midst of a change, of which H2 then would take up a half. */
    @ParameterizedTest
    @ValueSource(ints = {1, 1000, 10_000_000})
    void takesNothingUpBeforeTheSync(int length) throws SQLException {
        long version = store.getCurrentVersion();
        for (int i = 0; i < 5; i++) {
            connection.createStatement().execute("insert into kept values (repeat('x', " + length + "))");
        }

        assertThat(store.getCurrentVersion()).isEqualTo(version);
    }

    @Test
    void takesEverythingUpInTheSync() throws SQLException {
        connection.createStatement().execute("insert into kept values ('x')");

        file.sync();

        assertThat(store.hasUnsavedChanges()).isFalse();
    }

    @Test
    void takesEverythingUpThoughAnotherThreadHasTheStore() throws Exception {
        connection.createStatement().execute("insert into kept values ('x')");

        beside(operation -> store.executeFilestoreOperation(operation), () -> {});

        assertThat(store.hasUnsavedChanges()).isFalse();
    }

    @Test
    void letsOthersChangeRowsWhileH2Writes() throws Exception {
        connection.createStatement().execute("insert into kept values ('x')");

        beside(operation -> store.getFileStore().executeFileStoreOperation(operation), () -> {
            assertThat(file.changing().tryLock()).isTrue();
            file.changing().unlock();
        });

        assertThat(store.getFileStore().lastChunkVersion()).isEqualTo(store.getCurrentVersion());
    }

    @Test
    void failsIfH2CannotWrite() throws Exception {
        connection.createStatement().execute("insert into kept values ('x')");
        ((FileChannel) ReflectionTestUtils.getField(store.getFileStore(), "fileChannel")).close();

        assertThatThrownBy(file::sync).hasStackTraceContaining("ClosedChannelException");
        assertThatThrownBy(connection::close).hasMessageContaining("failed");
    }

    /** Lets a sync come as far as it can while another thread is in the midst of something, checks, and lets both end. */
    private void beside(Consumer<Runnable> operation, Runnable check) throws Exception {
        CompletableFuture<Void> begun = new CompletableFuture<>();
        CompletableFuture<Void> end = new CompletableFuture<>();
        Runnable midst = () -> {
            begun.complete(null);
            end.join();
        };
        FutureTask<Void> sync = new FutureTask<>(file::sync, null);
        Thread syncing = new Thread(sync);
        try {
            new Thread(() -> operation.accept(midst)).start();
            begun.get(10, TimeUnit.SECONDS);
            syncing.start();
            await().until(syncing::getState, Thread.State.WAITING::equals);
            check.run();
        } finally {
            end.complete(null);
        }
        sync.get(10, TimeUnit.SECONDS);
    }
}
