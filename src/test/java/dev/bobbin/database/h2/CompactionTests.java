package dev.bobbin.database.h2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.bobbin.database.Database;
import dev.bobbin.database.Databases;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompactionTests {

    private static final int ROWS = 2000;

    @TempDir
    private Path folder;

    private final AtomicLong writes = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private Database database;
    private Connection connection;
    private Compaction compaction;

    /** Creates a file with much unused space, by many small commits with an fsync each. */
    @BeforeEach
    void createSparseFile() throws SQLException {
        String url = new DataFolder(folder).url();
        database = Databases.open(url);
        connection = DriverManager.getConnection(url, "sa", "");
        try (Statement statement = connection.createStatement()) {
            statement.execute("create table rows (id varchar primary key, text varchar)");
            for (int i = 0; i < ROWS; i++) {
                statement.execute("insert into rows values (random_uuid(), '" + "x".repeat(2000) + "')");
                statement.execute("checkpoint sync");
            }
        }
        compaction = new Compaction(
                database.file().orElseThrow(),
                writes::get,
                FreeDiskGuard.disabled(),
                failure -> failures.incrementAndGet());
    }

    @AfterEach
    void close() throws SQLException {
        compaction.close();
        connection.close();
        database.destroy();
    }

    @Test
    void shrinksTheFileWhileNoClientWrites() throws Exception {
        long before = size();
        compaction.start();

        await().atMost(Duration.ofSeconds(30)).until(() -> size() <= before / 2);

        assertThat(rows("true")).isEqualTo(ROWS);
    }

    @Test
    void shrinksTheFileWhileAClientWrites() throws Exception {
        long before = size();
        try (Statement statement = connection.createStatement()) {
            statement.execute("delete from rows where id < 'e'");
            compaction.start();

            await().pollInterval(Duration.ofMillis(20))
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> {
                        statement.execute("insert into rows values (random_uuid(), 'a')");
                        statement.execute("checkpoint sync");
                        writes.incrementAndGet();
                        return size() <= before / 2;
                    });
        }
    }

    /** H2 asserts that no other thread writes rows that an open transaction can roll back. */
    @Test
    void doesNotDisturbAnOpenTransaction() throws Exception {
        long before = size();
        try (Connection open = DriverManager.getConnection(new DataFolder(folder).url(), "sa", "");
                Statement statement = open.createStatement()) {
            open.setAutoCommit(false);
            statement.execute("update rows set text = '' where id < '2'");
            database.file().orElseThrow().sync();
            compaction.start();

            await().during(Duration.ofSeconds(3))
                    .untilAsserted(() -> assertThat(failures).hasValue(0));

            open.rollback();
        }
        writes.incrementAndGet();
        await().atMost(Duration.ofSeconds(30)).until(() -> size() <= before / 2);
        assertThat(rows("length(text) = 2000")).isEqualTo(ROWS);
    }

    /** A step can write as many unused pages as it reclaims. Otherwise, an idle server would never stop writing. */
    @Test
    void endsIfItReclaimsNothing() {
        ChunkRewriter chunks = mock();
        when(chunks.rewriteSparseChunks(anyInt(), anyInt(), anyInt())).thenReturn(true);
        when(chunks.bytesOfFileAndChunks()).thenReturn(3000L, 2000L, 1000L, 2000L);
        try (Compaction fruitless = compaction(chunks)) {
            for (int i = 0; i < 100; i++) {
                fruitless.step();
            }
            verify(chunks, times(13)).rewriteSparseChunks(anyInt(), anyInt(), anyInt());

            writes.incrementAndGet();
            fruitless.step();
            fruitless.step();
            verify(chunks, times(15)).rewriteSparseChunks(anyInt(), anyInt(), anyInt());
        }
        assertThat(failures).hasValue(0);
    }

    @Test
    void reportsAFailureOfTheFile() {
        ChunkRewriter chunks = mock();
        when(chunks.rewriteSparseChunks(anyInt(), anyInt(), anyInt()))
                .thenThrow(new IllegalStateException("The disk is gone"));
        try (Compaction failing = compaction(chunks)) {
            writes.incrementAndGet();
            failing.step();
        }

        assertThat(failures).hasValue(1);
    }

    private Compaction compaction(ChunkRewriter chunks) {
        H2File file = mock();
        when(file.backup()).thenReturn(mock());
        when(file.chunkRewriter()).thenReturn(chunks);
        return new Compaction(file, writes::get, FreeDiskGuard.disabled(), failure -> failures.incrementAndGet());
    }

    private long size() throws Exception {
        return Files.size(folder.resolve("bobbin.mv.db"));
    }

    private long rows(String condition) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("select count(*) from rows where " + condition)) {
            count.next();
            return count.getLong(1);
        }
    }
}
