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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup of a server that many write to, restored where nothing is. */
class BackupIT {

    private static final String ADMIN_KEYS = "bobbin.admin-keys=sk-operator";
    private static final int WRITERS = 16;
    private static final int WRITES = 300;
    private static final int BACKUPS = 2;

    @TempDir
    private Path folder;

    private record Outcome(int exitCode, String output) {}

    @Test
    void hasEverythingThatWasAnsweredBefore() throws Exception {
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
                Outcome made = run("backup", backup.toString(), "--server.port=" + jar.port(), "--" + ADMIN_KEYS);
                assertThat(made.exitCode()).as(made.output()).isZero();
                backups.add(backup);
            }
            load.end();
            assertThat(load.failures()).isEmpty();
        }
        for (int i = 0; i < BACKUPS; i++) {
            Path restored = folder.resolve("restored-" + i);
            Outcome made = run("restore", backups.get(i).toString(), "--bobbin.data-dir=" + restored);
            assertThat(made.exitCode()).as(made.output()).isZero();
            assertThat(made.output()).containsPattern("\\d+ threads, \\d+ messages");
            try (JarProcess jar = JarProcess.start(folder, "bobbin.data-dir=" + restored)) {
                List<String> kept = jar.api().allTexts(thread);

                assertThat(kept).doesNotHaveDuplicates();
                assertThat(acknowledged.get(i))
                        .allSatisfy(own -> assertThat(kept).containsSubsequence(own));
            }
        }
    }

    @Test
    void isForTheOperatorAndNeverTakesThePlaceOfADatabase() throws Exception {
        Path backup = folder.resolve("backup.zip");
        try (JarProcess jar = JarProcess.start(folder, ADMIN_KEYS)) {
            jar.threadWith("Hello");
            assertThat(run("backup", backup.toString(), "--server.port=" + jar.port(), "--" + ADMIN_KEYS)
                            .exitCode())
                    .isZero();

            Outcome refused =
                    run("backup", backup + "-2", "--server.port=" + jar.port(), "--bobbin.admin-keys=sk-wrong");
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.output()).contains("401").doesNotContain("sk-wrong");
            assertThat(Path.of(backup + "-2")).doesNotExist();

            Outcome whileItRuns = run("restore", backup.toString());
            assertThat(whileItRuns.exitCode()).isEqualTo(1);
            assertThat(whileItRuns.output()).contains("in use by another server");
        }
        Outcome afterwards = run("restore", backup.toString());
        assertThat(afterwards.exitCode()).isEqualTo(1);
        assertThat(afterwards.output()).contains("is there already");
    }

    @Test
    void saysWhatIsWrong() throws Exception {
        Path noBackup = Files.writeString(folder.resolve("no-backup"), "Hello");

        assertThat(run("restore", noBackup.toString()).output()).contains("is no backup of Bobbin");
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
    void restoresNothingFromHalfABackup() throws Exception {
        byte[] content = new byte[100_000];
        new Random(7).nextBytes(content);
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(whole)) {
            zip.putNextEntry(new ZipEntry("bobbin.mv.db"));
            zip.write(content);
        }
        Path half = Files.write(folder.resolve("half.zip"), Arrays.copyOf(whole.toByteArray(), 50_000));

        assertThat(run("restore", half.toString(), "--bobbin.data-dir=restored").exitCode())
                .isEqualTo(1);
        assertThat(folder.resolve("restored/bobbin.mv.db")).doesNotExist();
        assertThat(folder.resolve("restored/bobbin.mv.db.part")).doesNotExist();
    }

    /** Runs the jar for a command, without the settings of the server. */
    private Outcome run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(UnpackedJar.java(), "-XX:TieredStopAtLevel=1"));
        command.addAll(UnpackedJar.arguments());
        command.addAll(Arrays.asList(arguments));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes());
        return new Outcome(process.waitFor(), output);
    }
}
