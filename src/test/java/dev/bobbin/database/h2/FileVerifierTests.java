package dev.bobbin.database.h2;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bobbin.database.failure.DatabaseUnavailableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Damages H2 files at random places. The database must contain all rows, or its file must be refused unchanged. */
class FileVerifierTests {

    private static final int ROUNDS = Integer.getInteger("test.damage.rounds", 30);
    private static final long SEED = Long.getLong("test.damage.seed", System.nanoTime());
    private static final int ROWS = 300;
    private static final String CREATE_TABLE = "runscript from 'classpath:db/migration/V1__create_threads.sql'";

    private final Random random = new Random(SEED);

    @TempDir
    private Path folder;

    /** A file after a clean shutdown, which consists of the compacted copy. */
    private byte[] closed;

    /** The file of a process that was killed. It has many chunks, some of which were rewritten or moved. */
    private byte[] killed;

    private List<String> rows;

    private String lastText = "";

    enum Damage {
        FLIPPED_BIT {
            @Override
            byte[] apply(byte[] file, Random random) {
                file[random.nextInt(file.length)] ^= (byte) (1 << random.nextInt(8));
                return file;
            }
        },
        ZEROS {
            @Override
            byte[] apply(byte[] file, Random random) {
                int start = random.nextInt(file.length);
                Arrays.fill(file, start, Math.min(file.length, start + 1 + random.nextInt(10_000)), (byte) 0);
                return file;
            }
        },
        REPEATED_BLOCKS {
            @Override
            byte[] apply(byte[] file, Random random) {
                int blocks = file.length / ChecksummedFile.BLOCK;
                int count = 1 + random.nextInt(blocks / 2);
                int source = random.nextInt(blocks - count + 1) * ChecksummedFile.BLOCK;
                int target = random.nextInt(blocks - count + 1) * ChecksummedFile.BLOCK;
                System.arraycopy(file.clone(), source, file, target, count * ChecksummedFile.BLOCK);
                return file;
            }
        },
        CUT_END {
            @Override
            byte[] apply(byte[] file, Random random) {
                int cut = random.nextBoolean() ? random.nextInt(10) : random.nextInt(file.length);
                return Arrays.copyOf(file, file.length - 1 - cut);
            }
        },
        REPEATED_END {
            @Override
            byte[] apply(byte[] file, Random random) {
                int length = 1 + random.nextInt(file.length);
                byte[] longer = Arrays.copyOf(file, file.length + length);
                System.arraycopy(file, file.length - length, longer, file.length, length);
                return longer;
            }
        };

        abstract byte[] apply(byte[] file, Random random);
    }

    @BeforeEach
    void createFiles() throws Exception {
        DataFolder data = new DataFolder(folder);
        data.prepareFile();
        try (Connection connection = DriverManager.getConnection(data.url(), "sa", "")) {
            H2File file = H2File.of(connection);
            connection.createStatement().execute(CREATE_TABLE);
            for (int id = 0; id < ROWS; id++) {
                lastText = randomText();
                connection.createStatement().execute(insert(id, lastText));
                if (id % 5 == 0) {
                    connection.createStatement().execute("delete from threads where id = '" + id / 2 + "'");
                    file.chunkRewriter().rewriteSparseChunks(80, 100_000, 100_000);
                    file.chunkRewriter().moveChunksIntoGaps(90, 100_000, 100_000);
                }
                file.sync();
            }
            rows = rows(connection);
            killed = Files.readAllBytes(data.file());
            connection.createStatement().execute("shutdown compact");
        }
        closed = Files.readAllBytes(data.file());
    }

    @ParameterizedTest
    @EnumSource(Damage.class)
    void findsDamageInAClosedFile(Damage damage) throws Exception {
        damageAndOpen(closed, file -> damage.apply(file, random));
    }

    @ParameterizedTest
    @EnumSource(Damage.class)
    void findsDamageInTheFileOfAKilledProcess(Damage damage) throws Exception {
        damageAndOpen(killed, file -> damage.apply(file, random));
    }

    private void damageAndOpen(byte[] original, UnaryOperator<byte[]> damage) throws Exception {
        for (int round = 1; round <= ROUNDS; round++) {
            assertRefusedOrWhole(damage.apply(original.clone()));
        }
    }

    private void assertRefusedOrWhole(byte[] damaged) throws Exception {
        // H2 does not release the lock of a file when one of its assertions fails, which happens only in tests.
        DataFolder data = new DataFolder(Files.createTempDirectory(folder, "copy"));
        Files.write(data.file(), damaged);
        try {
            data.prepareFile();
        } catch (DatabaseUnavailableException e) {
            assertThat(e).hasMessageContaining(data.file() + " is not used: it is damaged");
            assertThat(data.file()).hasBinaryContent(damaged);
            return;
        }
        assertThat(rows(data)).as("-Dtest.damage.seed=%d", SEED).isEqualTo(rows);
    }

    /** In most cases, H2 finds the copy at the end of the file, and reads it. */
    @ParameterizedTest
    @ValueSource(ints = {0, 33})
    void neverReadsADamagedCopyOfAChunk(int shift) throws Exception {
        for (StoredChunk chunk : chunks(killed)) {
            byte[] copy = bytes(chunk);
            copy[copy.length / 2] ^= 1;
            ByteBuffer damaged = ByteBuffer.allocate(killed.length + shift + copy.length);
            damaged.put(killed).put(new byte[shift]).put(copy);

            assertRefusedOrWhole(damaged.array());
        }
    }

    /** The newest chunk is not in H2's layout map, and H2 accepts a footer without its last character. */
    @Test
    void findsDamageInTheNewestChunkIfItsFooterIsDamagedToo() throws Exception {
        StoredChunk newest = newestChunk();
        byte[] damaged = killed.clone();
        damaged[
                (int) newest.begin() * ChecksummedFile.BLOCK
                        + new String(bytes(newest), ISO_8859_1).indexOf(lastText)] ^= 1;
        damaged[(int) newest.end() * ChecksummedFile.BLOCK - 1] = ' ';

        assertRefused(damaged);
    }

    /** The other copy of the header names the version before. */
    @Test
    void findsDamageOfTheNewestChunkAndOfTheHeaderThatNamesIt() throws Exception {
        byte[] damaged = killed.clone();
        int copy = header(0).durableVersion() > header(1).durableVersion() ? 0 : 1;
        Arrays.fill(damaged, copy * ChecksummedFile.BLOCK, (copy + 1) * ChecksummedFile.BLOCK, (byte) 0);
        damaged[(int) newestChunk().begin() * ChecksummedFile.BLOCK] ^= 1;

        assertRefused(damaged);
    }

    private StoreHeader header(int copy) {
        return Objects.requireNonNull(
                StoreHeader.parse(ByteBuffer.wrap(killed).slice(copy * ChecksummedFile.BLOCK, ChecksummedFile.BLOCK)));
    }

    private StoredChunk newestChunk() throws IOException {
        return chunks(killed).stream()
                .max(Comparator.comparingLong(StoredChunk::version))
                .orElseThrow();
    }

    private byte[] bytes(StoredChunk chunk) {
        return Arrays.copyOfRange(
                killed, (int) chunk.begin() * ChecksummedFile.BLOCK, (int) chunk.end() * ChecksummedFile.BLOCK);
    }

    private List<StoredChunk> chunks(byte[] file) throws IOException {
        Path copy = Files.write(folder.resolve("chunks.mv.db"), file);
        try (MVStore store =
                new MVStore.Builder().fileName(copy.toString()).readOnly().open()) {
            return StoredChunk.allIn(store);
        }
    }

    private void assertRefused(byte[] damaged) throws IOException {
        DataFolder data = new DataFolder(Files.createDirectory(folder.resolve("copy")));
        Files.write(data.file(), damaged);

        assertThatExceptionOfType(DatabaseUnavailableException.class)
                .isThrownBy(data::prepareFile)
                .withMessageContaining(data.file() + " is not used: it is damaged");
        assertThat(data.file()).hasBinaryContent(damaged);
    }

    @Test
    void refusesAnEmptyFile() throws IOException {
        Path copy = Files.createDirectory(folder.resolve("copy"));
        Files.createFile(copy.resolve("bobbin.mv.db"));

        assertThatExceptionOfType(DatabaseUnavailableException.class)
                .isThrownBy(() -> new DataFolder(copy).prepareFile());
    }

    /** An older Bobbin wrote no checksums into the compacted copy that a clean shutdown leaves. */
    @Test
    void acceptsAFileWithoutChecksumsUntilACleanShutdownHasAddedThem() throws Exception {
        Path copy = Files.createDirectory(folder.resolve("copy"));
        DataFolder data = new DataFolder(copy);
        try (Connection plain = DriverManager.getConnection("jdbc:h2:file:" + copy.resolve("bobbin"), "sa", "")) {
            plain.createStatement().execute(CREATE_TABLE);
            plain.createStatement().execute(insert(7, "seven"));
        }

        data.prepareFile();
        try (Connection connection = DriverManager.getConnection(data.url(), "sa", "")) {
            assertThat(rows(connection)).containsExactly("7 seven");
            connection.createStatement().execute("shutdown compact");
        }
        try (Connection plain = DriverManager.getConnection("jdbc:h2:file:" + copy.resolve("bobbin"), "sa", "")) {
            plain.createStatement().execute(insert(8, "eight"));
        }

        assertThatExceptionOfType(DatabaseUnavailableException.class).isThrownBy(data::prepareFile);
    }

    private static String insert(int id, String text) {
        return "insert into threads values ('" + id + "', '', 0, 0, '" + text + "', '')";
    }

    /** Text that the compacted copy cannot compress. */
    private String randomText() {
        byte[] bytes = new byte[random.nextInt(1000)];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static List<String> rows(DataFolder data) throws SQLException {
        try (Connection connection = DriverManager.getConnection(data.url(), "sa", "")) {
            List<String> rows = rows(connection);
            connection.createStatement().execute("shutdown immediately");
            return rows;
        }
    }

    private static List<String> rows(Connection connection) throws SQLException {
        try (ResultSet result =
                connection.createStatement().executeQuery("select id, metadata from threads order by id")) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                rows.add(result.getString(1) + " " + result.getString(2));
            }
            return rows;
        }
    }
}
