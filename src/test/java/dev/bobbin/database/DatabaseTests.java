package dev.bobbin.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.mock;

import dev.bobbin.database.failure.DatabaseUnavailableException;
import dev.bobbin.database.h2.DataFolder;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.event.ApplicationReadyEvent;

class DatabaseTests {

    @TempDir
    private Path folder;

    private DataFolder data;
    private Database database;

    @BeforeEach
    void open() throws Exception {
        data = new DataFolder(folder);
        database = Database.in(data);
        try (Connection connection = DriverManager.getConnection(data.url(), "sa", "")) {
            connection.createStatement().execute("runscript from 'classpath:db/migration/V1__create_threads.sql'");
            for (int i = 0; i < 50; i++) {
                connection
                        .createStatement()
                        .execute("insert into threads values ('" + i + "', '', 0, 0, 'text of " + i + "', '')");
                database.file().orElseThrow().sync();
            }
        }
    }

    /** The compacted copy would have valid checksums, and could be an older version of the data. */
    @Test
    void keepsADamagedFileAtAShutdown() throws Exception {
        byte[] content = Files.readAllBytes(data.file());
        String text = new String(content, StandardCharsets.ISO_8859_1);
        try (FileChannel channel = FileChannel.open(data.file(), StandardOpenOption.WRITE)) {
            for (int i = text.indexOf("text of 49"); i >= 0; i = text.indexOf("text of 49", i + 1)) {
                channel.write(ByteBuffer.wrap(new byte[] {'T'}), i);
            }
        }
        database.onReady(mock(ApplicationReadyEvent.class));

        database.destroy();

        assertThatExceptionOfType(DatabaseUnavailableException.class).isThrownBy(data::prepareFile);
    }

    @Test
    void leavesTheFileUnchangedIfTheStartHasFailed() throws Exception {
        byte[] before = Files.readAllBytes(data.file());

        database.destroy();

        assertThat(data.file()).hasBinaryContent(before);
    }
}
