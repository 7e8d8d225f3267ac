package dev.bobbin.server.process;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bobbin.database.h2.DataFolder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
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
            assertThat(result.output()).containsPattern("\\d+ threads, \\d+ messages, \\d+ conversations, \\d+ items");
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

        assertThat(run("restore", noBackup.toString()).output())
                .contains("is not a Bobbin backup")
                .doesNotContain("\tat ");
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
    void endsWhenTheConnectionStalls() throws Exception {
        try (JarProcess jar = JarProcess.start(folder, ADMIN_KEYS);
                StallingProxy proxy = StallingProxy.to(jar.port())) {
            Result result = run("backup", "backup.zip", "--server.port=" + proxy.port(), "--" + ADMIN_KEYS);

            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(result.output()).contains("has sent nothing for 50 s").doesNotContain("\tat ");
            assertThat(folder).isDirectoryNotContaining("glob:**backup.zip*");
        }
    }

    @Test
    void makesABackupAfterAClientStoppedReadingOne() throws Exception {
        try (JarProcess jar = JarProcess.start(folder, ADMIN_KEYS);
                Socket stalled = new Socket()) {
            // Too large for the buffers of the connection.
            for (int i = 0; i < 50; i++) {
                jar.threadWith(randomText(200_000));
            }
            stalled.setReceiveBufferSize(1 << 12);
            stalled.connect(new InetSocketAddress("127.0.0.1", jar.port()));
            stalled.getOutputStream()
                    .write(("POST /actuator/backup HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer sk-operator\r\n"
                                    + "Content-Length: 0\r\n\r\n")
                            .getBytes(US_ASCII));
            stalled.getInputStream().readNBytes(1000);
            assertThat(backup(jar)).isEqualTo(409);

            await().atMost(Duration.ofMinutes(1)).until(() -> backup(jar) == 200);
        }
    }

    @Test
    void startsWithNoHostileDatabase() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        JarProcess.start(folder).close();
        try (Connection connection = DriverManager.getConnection(new DataFolder(data).url(), "sa", "")) {
            connection.createStatement().execute("create view hostile as select 1");
        }

        JarProcess jar = JarProcess.launch(folder);

        assertThat(jar.exitCode()).isEqualTo(1);
        assertThat(jar.output())
                .contains("part of Bobbin's schema: CREATE FORCE VIEW")
                .doesNotContain("\tat ");
    }

    private static int backup(JarProcess jar) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + jar.port() + "/actuator/backup"))
                .POST(BodyPublishers.noBody())
                .header("Authorization", "Bearer sk-operator")
                .build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.discarding())
                .statusCode();
    }

    /** Returns text that a zip cannot make much shorter. */
    private static String randomText(int length) {
        return new Random(7)
                .ints(length, ' ', '~')
                .mapToObj(c -> c == '"' || c == 92 ? " " : Character.toString(c))
                .collect(Collectors.joining());
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
