package dev.bobbin.database.h2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.bobbin.database.h2.UnsyncedWrite.Write;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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

    /** Loses the second block of each long chunk. The header in the first block and the footer in the last remain. */
    private static final LossModel TORN_CHUNKS = new LossModel() {
        private int sector;

        @Override
        public boolean loses(UnsyncedWrite unsynced) {
            sector = 0;
            return unsynced instanceof Write write && write.bytes().length > 2 * sectorSize();
        }

        @Override
        public boolean losesSector() {
            return sector++ == 1;
        }
    };

    /** Loses all writes except those to the store header. */
    private static final LossModel ALL_BUT_STORE_HEADERS = new LossModel() {
        @Override
        public boolean loses(UnsyncedWrite unsynced) {
            return !(unsynced instanceof Write write && write.position() < 2 * sectorSize());
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
        connection.createStatement().execute("create table items (id int primary key, text varchar)");
        file.sync();
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    /** Otherwise, each thread would keep a buffer as large as its largest message, until no direct memory is left. */
    @Test
    void keepsNoLargeDirectBufferAfterALargeReadOrWrite() throws IOException {
        ByteBuffer large = ByteBuffer.allocate(32 << 20);
        try (FileChannel channel = FileChannel.open(
                folder.resolve("large"),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            ChecksummedFile largeFile = new ChecksummedFile(channel, new DiskReserve(folder.resolve("reserve")));
            long before = directMemoryInUse();

            assertThat(largeFile.write(large, ChecksummedFile.BLOCK)).isEqualTo(large.capacity());
            assertThat(largeFile.read(large.clear(), ChecksummedFile.BLOCK)).isEqualTo(large.capacity());
            assertThat(largeFile.read(large.clear(), channel.size() - 10)).isEqualTo(10);
            assertThat(largeFile.read(large.clear(), channel.size())).isEqualTo(-1);

            assertThat(directMemoryInUse() - before).isLessThan(1 << 20);
        }
    }

    /** Another thread could not read a page from the end of H2's buffer, while H2 writes the beginning. */
    @Test
    void keepsTheLimitOfTheBufferDuringALargeWrite() throws IOException {
        ByteBuffer large = ByteBuffer.allocate(32 << 20);
        List<Integer> limits = new ArrayList<>();
        FileChannel channel = mock();
        when(channel.read(any(ByteBuffer.class), anyLong())).thenReturn(-1);
        when(channel.write(any(ByteBuffer.class), anyLong())).then(call -> {
            limits.add(large.limit());
            ByteBuffer piece = call.getArgument(0);
            int bytes = piece.remaining();
            piece.position(piece.limit());
            return bytes;
        });

        new ChecksummedFile(channel, new DiskReserve(folder.resolve("reserve"))).write(large, ChecksummedFile.BLOCK);

        assertThat(limits).hasSizeGreaterThan(1).containsOnly(large.capacity());
    }

    private static long directMemoryInUse() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    @Test
    void keepsSyncedRowsIfTheNextChunkIsTorn() throws Exception {
        insert(1);
        file.sync();
        insert(2);
        store.commit();

        assertThat(idsAfterPowerFailure(TORN_CHUNKS)).containsExactly(1);
    }

    /** Needs many chunks: H2 writes the store header only with a chunk that it does not append to the file. */
    @Test
    void keepsSyncedRowsIfTheStoreHeaderReachesTheDiskBeforeItsChunk() throws Exception {
        for (int id = 1; id <= 100; id++) {
            insert(id);
            file.sync();
            insert(1000);
            store.commit();

            assertThat(idsAfterPowerFailure(ALL_BUT_STORE_HEADERS))
                    .containsAll(IntStream.rangeClosed(1, id).boxed().toList());
            connection.createStatement().execute("delete from items where id = 1000");
        }
    }

    @Test
    void syncsEachChunkBeforeItWritesTheNextOne() throws Exception {
        insert(1);
        store.commit();
        insert(2);
        store.commit();

        assertThat(idsAfterPowerFailure(LossModel.ALL)).containsExactly(1);
    }

    @Test
    void writesFilesThatPlainH2Reads() throws Exception {
        insert(1);
        connection.close();

        assertThat(ids("jdbc:h2:file:" + folder.resolve("bobbin"))).containsExactly(1);
    }

    @Test
    void readsFilesThatPlainH2Created() throws Exception {
        try (Connection plain = DriverManager.getConnection("jdbc:h2:file:" + folder.resolve("plain"), "sa", "")) {
            plain.createStatement().execute("create table items (id int primary key, text varchar)");
            plain.createStatement().execute("insert into items values (1, '')");
        }

        assertThat(ids("jdbc:h2:" + ChecksummedDisk.name(folder.resolve("plain"))))
                .containsExactly(1);
    }

    private void insert(int id) throws SQLException {
        connection.createStatement().execute("insert into items values (" + id + ", '" + "x".repeat(20_000) + "')");
    }

    private List<Integer> idsAfterPowerFailure(LossModel losses) throws Exception {
        Path copy = Files.createTempDirectory(folder, "copy");
        PowerLossFileSystem.copy(folder.resolve(FILE), copy.resolve(FILE), losses);
        return ids(new DataFolder(copy).url());
    }

    private static List<Integer> ids(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, "sa", "");
                ResultSet rows = connection.createStatement().executeQuery("select id, text from items")) {
            List<Integer> ids = new ArrayList<>();
            while (rows.next()) {
                ids.add(rows.getInt(1));
            }
            return ids;
        }
    }
}
