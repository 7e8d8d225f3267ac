package dev.bobbin.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups of a server that many clients write to, restored into an empty folder. */
@Tag("slow")
class BackupIT {

    private static final String ADMIN_KEYS = "bobbin.admin-keys=sk-operator";
    private static final int WRITERS = 16;
    private static final int WRITES = 300;
    private static final int BACKUPS = 2;

    @TempDir
    private Path folder;

    private record Result(int exitCode, String output) {}

    @Test
    void containsEveryMessageThatWasAcknowledgedBeforeTheBackup() throws Exception {
        List<Path> backups = new ArrayList<>();
        List<List<List<String>>> acknowledged = new ArrayList<>();
        String thread;
        try (JarProcess jar = JarProcess.start(folder, ADMIN_KEYS);
                WriteLoad load = WriteLoad.on(jar, WRITERS)) {
            thread = load.thread();
            for (int i = 0; i < BACKUPS; i++) {
                load.awaitWrites(WRITES);
                acknowledged.add(load.acknowledged());
                Path backup = folder.resolve("backup-" + i + ".zip");
                Result result = run("backup", backup.toString(), "--server.port=" + jar.port(), "--" + ADMIN_KEYS);
                assertThat(result.exitCode()).as(result.output()).isZero();
                backups.add(backup);
            }
            load.stop();
            assertThat(load.failures()).isEmpty();
        }
        for (int i = 0; i < BACKUPS; i++) {
            Path restored = folder.resolve("restored-" + i);
            Result result = run("restore", backups.get(i).toString(), "--bobbin.data-dir=" + restored);
            assertThat(result.exitCode()).as(result.output()).isZero();
            assertThat(result.output()).containsPattern("\\d+ threads, \\d+ messages");
            try (JarProcess jar = JarProcess.start(folder, "bobbin.data-dir=" + restored)) {
                List<String> stored = jar.api().allTexts(thread);

                assertThat(stored).doesNotHaveDuplicates();
                assertThat(acknowledged.get(i))
                        .allSatisfy(texts -> assertThat(stored).containsSubsequence(texts));
            }
        }
    }

    @Test
    void needsAnAdminKeyAndNeverReplacesAnExistingDatabase() throws Exception {
        Path backup = folder.resolve("backup.zip");
        try (JarProcess jar = JarProcess.start(folder, ADMIN_KEYS)) {
            jar.threadWith("Hello");
            assertThat(run("backup", backup.toString(), "--server.port=" + jar.port(), "--" + ADMIN_KEYS)
                            .exitCode())
                    .isZero();

            Result withWrongKey =
                    run("backup", backup + "-2", "--server.port=" + jar.port(), "--bobbin.admin-keys=sk-wrong");
            assertThat(withWrongKey.exitCode()).isEqualTo(1);
            assertThat(withWrongKey.output()).contains("401").doesNotContain("sk-wrong");
            assertThat(Path.of(backup + "-2")).doesNotExist();

            Result whileServerRuns = run("restore", backup.toString());
            assertThat(whileServerRuns.exitCode()).isEqualTo(1);
            assertThat(whileServerRuns.output()).contains("in use by another server");
        }
        Result afterShutdown = run("restore", backup.toString());
        assertThat(afterShutdown.exitCode()).isEqualTo(1);
        assertThat(afterShutdown.output()).contains("already exists");
    }

    @Test
    void reportsInvalidArguments() throws Exception {
        Path noBackup = Files.writeString(folder.resolve("no-backup"), "Hello");

        assertThat(run("restore", noBackup.toString()).output()).contains("is not a Bobbin backup");
        assertThat(run("backup", "file").output()).contains("one of its admin keys");
        assertThat(run("restore", noBackup.toString(), "--bobbin.data-dir=").output())
                .contains("bobbin.data-dir")
                .doesNotContain("\tat ");
        assertThat(run("backup").output()).contains("backup FILE").contains("restore FILE");
        assertThat(run("key", "new").output())
                .containsPattern("key: +sk-[\\w-]{43}\\R")
                .containsPattern("digest: sha256:[0-9a-f]{64}");
    }

    @Test
    void restoresNothingFromATruncatedBackup() throws Exception {
        byte[] content = new byte[100_000];
        new Random(7).nextBytes(content);
        ByteArrayOutputStream complete = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(complete)) {
            zip.putNextEntry(new ZipEntry("bobbin.mv.db"));
            zip.write(content);
        }
        Path truncated = Files.write(folder.resolve("truncated.zip"), Arrays.copyOf(complete.toByteArray(), 50_000));

        assertThat(run("restore", truncated.toString(), "--bobbin.data-dir=restored")
                        .exitCode())
                .isEqualTo(1);
        assertThat(folder.resolve("restored/bobbin.mv.db")).doesNotExist();
        assertThat(folder.resolve("restored/bobbin.mv.db.part")).doesNotExist();
    }

    /** Runs a command of the jar. The command does not inherit the settings of the running server. */
    private Result run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(UnpackedJar.java(), "-XX:TieredStopAtLevel=1"));
        command.addAll(UnpackedJar.arguments());
        command.addAll(Arrays.asList(arguments));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes());
        return new Result(process.waitFor(), output);
    }
}
