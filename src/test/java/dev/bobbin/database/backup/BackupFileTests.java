package dev.bobbin.database.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class BackupFileTests {

    private static final Logger log = LoggerFactory.getLogger(BackupFileTests.class);
    private static final int DAMAGES = 300;

    @TempDir
    private Path folder;

    private byte[] database;
    private byte[] backup;

    @BeforeEach
    void create() throws Exception {
        database = TestDatabase.create(
                folder.resolve("original"),
                "insert into abandoned_threads select random_uuid() from system_range(1, 1000)");
        backup = zip(
                database,
                "ABANDONED_THREADS 1000",
                "CONVERSATIONS 0",
                "CONVERSATION_ITEMS 0",
                "CONVERSATION_ITEM_TOMBSTONES 0",
                "CONVERSATION_METADATA 0",
                "CONVERSATION_TOMBSTONES 0",
                "DELETED_MESSAGES 0",
                "KEPT_ANSWERS 0",
                "KEPT_ANSWER_POSITIONS 0",
                "MESSAGES 0",
                "MESSAGE_DETAILS 0",
                "METADATA_BACKFILLS 0",
                "PENDING_CONVERSATION_DELETIONS 0",
                "PENDING_IMPORTS 0",
                "RETENTION_START 1",
                "THREADS 0",
                "THREAD_ACTIVITY 0",
                "THREAD_METADATA 0",
                "THREAD_TOMBSTONES 0",
                "flyway_schema_history 42");
    }

    @Test
    void restoresTheDatabase() throws IOException {
        assertThat(restore(backup)).isEqualTo(database);
    }

    @Test
    void restoresABackupWithoutSummary() throws IOException {
        assertThat(restore(zip(database))).isEqualTo(database);
    }

    /** Damages bytes at random places. {@code -Dbackup.seed} repeats a run. */
    @Test
    void restoresNoDamagedBackup() throws IOException {
        long seed = Long.getLong("backup.seed", System.nanoTime());
        log.info("backup.seed={}", seed);
        Random random = new Random(seed);
        for (int i = 0; i < DAMAGES; i++) {
            byte[] damaged = damage(backup.clone(), random);
            byte[] restored;
            try {
                restored = restore(damaged);
            } catch (IOException e) {
                continue;
            }
            assertThat(restored).as("damage %d with -Dbackup.seed=%d", i, seed).isEqualTo(database);
        }
    }

    @Test
    void rejectsABackupThatIsCutOff() {
        for (int missing : new int[] {1, 22, 30, backup.length / 2, backup.length - 40, backup.length}) {
            assertRejected(Arrays.copyOf(backup, backup.length - missing));
        }
    }

    @Test
    void rejectsBytesAfterTheZip() {
        assertRejected(Arrays.copyOf(backup, backup.length + 1));
    }

    @Test
    void rejectsOtherEntries() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("bobbin.mv.db"));
            zip.write(database);
            zip.putNextEntry(new ZipEntry("other"));
        }

        assertRejected(bytes.toByteArray());
    }

    @Test
    void rejectsAnEmptyDatabase() throws Exception {
        assertRejected(zip(new byte[0]));
        assertRejected(zip(TestDatabase.createEmpty(folder.resolve("empty"))));
    }

    @Test
    void rejectsADatabaseWithFewerRowsThanTheSummary() throws IOException {
        assertRejected(zip(
                database,
                "ABANDONED_THREADS 1001",
                "DELETED_MESSAGES 0",
                "KEPT_ANSWERS 0",
                "MESSAGES 0",
                "THREADS 0",
                "THREAD_ACTIVITY 0",
                "flyway_schema_history 42"));
    }

    @Test
    void rejectsADatabaseThatDoesNotFitOnTheDisk() throws IOException {
        byte[] bomb = zip(database);
        // The length of the first entry, in the central directory.
        int header = indexOf(bomb, new byte[] {'P', 'K', 1, 2});
        Arrays.fill(bomb, header + 24, header + 28, (byte) 0xFE);
        Path target = folder.resolve("restored.mv.db");

        assertThatThrownBy(() -> new BackupFile(write(bomb)).unpackTo(target)).isInstanceOf(IOException.class);
        assertThat(target.toFile().length()).isLessThanOrEqualTo(database.length);
    }

    private void assertRejected(byte[] zip) {
        assertThatThrownBy(() -> restore(zip)).isInstanceOf(IOException.class).hasMessageContaining("backup.zip");
    }

    private byte[] restore(byte[] zip) throws IOException {
        Path target = folder.resolve("restored.mv.db");
        new BackupFile(write(zip)).unpackTo(target);
        return Files.readAllBytes(target);
    }

    private Path write(byte[] zip) throws IOException {
        return Files.write(folder.resolve("backup.zip"), zip);
    }

    private static byte[] damage(byte[] bytes, Random random) {
        int start = random.nextInt(bytes.length);
        int length = Math.min(1 << random.nextInt(10), bytes.length - start);
        return switch (random.nextInt(4)) {
            case 0 -> {
                bytes[start] ^= (byte) (1 << random.nextInt(8));
                yield bytes;
            }
            case 1 -> {
                Arrays.fill(bytes, start, start + length, (byte) 0);
                yield bytes;
            }
            case 2 -> {
                System.arraycopy(bytes, start, bytes, random.nextInt(bytes.length - length + 1), length);
                yield bytes;
            }
            default -> Arrays.copyOf(bytes, start);
        };
    }

    private static byte[] zip(byte[] database, String... summary) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("bobbin.mv.db"));
            zip.write(database);
            if (summary.length > 0) {
                zip.putNextEntry(new ZipEntry("summary.txt"));
                zip.write((String.join("\n", summary) + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    private static int indexOf(byte[] bytes, byte[] part) {
        int index = 0;
        while (!Arrays.equals(bytes, index, index + part.length, part, 0, part.length)) {
            index++;
        }
        return index;
    }
}
