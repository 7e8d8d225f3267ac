package dev.bobbin.database.h2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bobbin.database.h2.content.InvalidFileException;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnlineBackupTests {

    @TempDir
    private Path folder;

    private DataFolder data;
    private Connection connection;
    private H2File file;
    private int rows;

    @BeforeEach
    void open() throws SQLException {
        data = new DataFolder(folder);
        data.prepareFile();
        connection = DriverManager.getConnection(data.url(), "sa", "");
        file = H2File.of(connection);
        connection.createStatement().execute("runscript from 'classpath:db/migration/V1__create_threads.sql'");
        for (int i = 0; i < 100; i++) {
            insert();
        }
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @Test
    void containsExactlyTheRowsOfItsSummaryWhileAClientWrites() throws Exception {
        AtomicBoolean stopped = new AtomicBoolean();
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
            while (!stopped.get()) {
                insert();
            }
        });
        for (int i = 0; i < 10; i++) {
            ByteArrayOutputStream copy = new ByteArrayOutputStream();
            Map<String, Long> summary = file.backup().writeTo(copy).orElseThrow();
            Path copied = Files.write(folder.resolve("copy.mv.db"), copy.toByteArray());

            assertThat(FileVerifier.verify(copied)).isEqualTo(summary);
        }
        stopped.set(true);
        writer.join();
    }

    @Test
    void failsBeforeTheFirstByteIfTheFileIsDamaged() throws Exception {
        damage();
        ByteArrayOutputStream copy = new ByteArrayOutputStream();

        assertThatExceptionOfType(InvalidFileException.class)
                .isThrownBy(() -> file.backup().writeTo(copy));
        assertThat(copy.size()).isZero();
    }

    /** The copy of a damaged chunk would have a valid checksum. */
    @Test
    void compactionRewritesNoDamagedChunk() throws Exception {
        connection.createStatement().execute("delete from threads where mod(cast(id as int), 2) = 0");
        file.sync();
        damage();

        assertThatExceptionOfType(InvalidFileException.class)
                .isThrownBy(() -> file.chunkRewriter().rewriteSparseChunks(100, 10_000_000, 10_000_000));
    }

    /** On Linux, a process loses its lock on a file when it closes any channel of that file. */
    @Test
    void keepsTheLockOnTheFile() throws Exception {
        file.backup().writeTo(OutputStream.nullOutputStream());

        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        Path.of(org.h2.Driver.class
                                        .getProtectionDomain()
                                        .getCodeSource()
                                        .getLocation()
                                        .toURI())
                                .toString(),
                        "org.h2.tools.Shell",
                        "-url",
                        "jdbc:h2:file:" + folder.resolve("bobbin"),
                        "-user",
                        "sa",
                        "-sql",
                        "select 1")
                .redirectErrorStream(true)
                .start();

        assertThat(new String(other.getInputStream().readAllBytes())).contains("90020");
    }

    /** Flips a bit of each chunk, so that one in use is among them. */
    private void damage() throws Exception {
        try (FileChannel channel = FileChannel.open(data.file(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            for (long position = StoreHeader.LENGTH + 2000; position < channel.size(); position += 4096) {
                ByteBuffer one = ByteBuffer.allocate(1);
                channel.read(one, position);
                one.put(0, (byte) (one.get(0) ^ 1)).rewind();
                channel.write(one, position);
            }
        }
    }

    private synchronized void insert() {
        file.writerLock().lock();
        try {
            connection
                    .createStatement()
                    .execute("insert into threads values ('" + rows++ + "', '', 0, 0, repeat(random_uuid(), 100), '')");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } finally {
            file.writerLock().unlock();
        }
        file.sync();
    }
}
