package dev.bobbin.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
        CountDownLatch end = new CountDownLatch(1);
        start(() -> store.executeFilestoreOperation(() -> waitFor(end)));

        Thread sync = start(file::sync);
        end.countDown();
        sync.join();

        assertThat(store.hasUnsavedChanges()).isFalse();
    }

    @Test
    void letsOthersChangeRowsWhileItWrites() throws Exception {
        connection.createStatement().execute("insert into kept values ('x')");
        CountDownLatch end = new CountDownLatch(1);
        start(() -> store.getFileStore().executeFileStoreOperation(() -> waitFor(end)));

        Thread sync = start(file::sync);
        boolean changed = file.changing().tryLock();
        end.countDown();
        sync.join();

        assertThat(changed).isTrue();
        assertThat(store.hasUnsavedChanges()).isFalse();
    }

    /** A thread that has come as far as it can. */
    private static Thread start(Runnable task) {
        Thread thread = new Thread(task);
        thread.start();
        await().until(thread::getState, Thread.State.WAITING::equals);
        return thread;
    }

    private static void waitFor(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
