package dev.bobbin.database.h2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bobbin.database.h2.UnsyncedWrite.Write;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChecksummedFileTests {

    private static final String FILE = "bobbin.mv.db";

    /** Loses what lies in the middle of a chunk, of which the disk has the first block and the last. */
    private static final LossModel MIDDLES = new LossModel() {
        private int sector;

        @Override
        public boolean takeSome(UnsyncedWrite change) {
            sector = 0;
            return change instanceof Write write && write.bytes().length > 2 * sectorSize();
        }

        @Override
        public boolean takeSector() {
            return sector++ == 1;
        }
    };

    private static final LossModel ALL_BUT_HEADERS = new LossModel() {
        @Override
        public boolean takeSome(UnsyncedWrite change) {
            return !(change instanceof Write write && write.position() < 2 * sectorSize());
        }
    };

    @TempDir
    private Path folder;

    private Connection connection;
    private MVStore store;
    private H2File file;

    @BeforeEach
    void open() throws SQLException {
        connection = DriverManager.getConnection(PowerLossFileSystem.url(folder), "sa", "");
        store = H2File.storeOf(connection);
        file = H2File.of(connection);
        connection.createStatement().execute("create table kept (id int primary key, text varchar)");
        file.sync();
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @Test
    void keepsWhatWasForcedIfTheNextChunkLacksItsMiddle() throws Exception {
        insert(1);
        file.sync();
        insert(2);
        store.commit();

        assertThat(idsAfter(MIDDLES)).containsExactly(1);
    }

    /** The header is written where the chunk does not go to the end of the file. */
    @Test
    void keepsWhatWasForcedIfTheNextHeaderGetsAheadOfItsChunk() throws Exception {
        for (int id = 1; id <= 100; id++) {
            insert(id);
            file.sync();
            insert(1000);
            store.commit();

            assertThat(idsAfter(ALL_BUT_HEADERS))
                    .containsAll(IntStream.rangeClosed(1, id).boxed().toList());
            connection.createStatement().execute("delete from kept where id = 1000");
        }
    }

    @Test
    void forcesAChunkBeforeItWritesTheNext() throws Exception {
        insert(1);
        store.commit();
        insert(2);
        store.commit();

        assertThat(idsAfter(LossModel.ALL)).containsExactly(1);
    }

    @Test
    void isReadByH2Itself() throws Exception {
        insert(1);
        connection.close();

        assertThat(ids("jdbc:h2:file:" + folder.resolve("bobbin"))).containsExactly(1);
    }

    @Test
    void readsWhatH2WroteByItself() throws Exception {
        connection.close();
        try (Connection plain = DriverManager.getConnection("jdbc:h2:file:" + folder.resolve("bobbin"), "sa", "")) {
            plain.createStatement().execute("insert into kept values (1, '')");
        }

        assertThat(ids(new DataFolder(folder).url())).containsExactly(1);
    }

    private void insert(int id) throws SQLException {
        connection.createStatement().execute("insert into kept values (" + id + ", '" + "x".repeat(20_000) + "')");
    }

    private List<Integer> idsAfter(LossModel losses) throws Exception {
        Path left = Files.createTempDirectory(folder, "left");
        PowerLossFileSystem.copy(folder.resolve(FILE), left.resolve(FILE), losses);
        return ids(new DataFolder(left).url());
    }

    private static List<Integer> ids(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, "sa", "");
                ResultSet rows = connection.createStatement().executeQuery("select id, text from kept")) {
            List<Integer> ids = new ArrayList<>();
            while (rows.next()) {
                ids.add(rows.getInt(1));
            }
            return ids;
        }
    }
}
