package dev.bobbin.database.h2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.transaction.CannotCreateTransactionException;

/** Another program fills the disk while transactions are in progress. */
class FullDiskTests {

    private static final long MIN_FREE_BYTES = 10 << 20;

    @TempDir
    private Path folder;

    private Connection connection;
    private H2File file;
    private FreeDiskGuard freeDisk;
    private int rows;

    @BeforeEach
    void open() throws SQLException {
        FullDiskFileSystem.capacity = Long.MAX_VALUE;
        connection = DriverManager.getConnection(FullDiskFileSystem.url(folder), "sa", "");
        file = H2File.of(connection);
        connection.createStatement().execute("create table items (id int primary key, text varchar)");
        freeDisk = new FreeDiskGuard(
                MIN_FREE_BYTES,
                () -> FullDiskFileSystem.capacity - FullDiskFileSystem.usedBytes(folder),
                DiskReserve.nextTo(folder.resolve("bobbin.mv.db")));
        freeDisk.check();
        insertAndSync();
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @Test
    void completesTransactionsInProgressAndAcceptsWritesAgainWhenThereIsSpace() throws Exception {
        fillDisk();
        for (int i = 0; i < 5; i++) {
            insertAndSync();
        }

        assertThatExceptionOfType(CannotCreateTransactionException.class).isThrownBy(freeDisk::check);
        assertThat(readRows()).isEqualTo(rows);

        FullDiskFileSystem.capacity = Long.MAX_VALUE;

        freeDisk.check();
        insertAndSync();
        assertThat(readRows()).isEqualTo(rows);
    }

    /** Otherwise, compaction would use up the reserve without any client. */
    @Test
    void doesNotCompactWhileTheDiskIsFull() throws Exception {
        connection.createStatement().execute("delete from items");
        file.sync();
        fillDisk();
        byte[] before = Files.readAllBytes(folder.resolve("bobbin.mv.db"));
        try (Compaction compaction = new Compaction(file, () -> 0, freeDisk, failure -> {
            throw new AssertionError(failure);
        })) {
            compaction.step();
            compaction.step();
        }

        assertThat(folder.resolve("bobbin.mv.db")).hasBinaryContent(before);
    }

    private void fillDisk() {
        FullDiskFileSystem.capacity = FullDiskFileSystem.usedBytes(folder);
    }

    private void insertAndSync() throws SQLException {
        rows++;
        connection.createStatement().execute("insert into items values (" + rows + ", repeat(random_uuid(), 20000))");
        file.sync();
    }

    private int readRows() throws SQLException {
        try (ResultSet result = connection.createStatement().executeQuery("select count(text) from items")) {
            result.next();
            return result.getInt(1);
        }
    }
}
