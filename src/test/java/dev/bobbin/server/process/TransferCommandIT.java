package dev.bobbin.server.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands {@code export} and {@code import} of the jar, with running servers. */
@Tag("slow")
class TransferCommandIT {

    private static final String KEY = "bobbin.api-keys.default=sk-one";

    @TempDir
    private Path folder;

    private record Result(int exitCode, String output, String errors) {}

    @Test
    void movesThreadsByFilesAndByPipes() throws Exception {
        try (JarProcess source = JarProcess.start(folder, "bobbin.data-dir=source");
                JarProcess target =
                        JarProcess.start(folder, "bobbin.data-dir=target", "bobbin.require-beta-header=true", KEY)) {
            String thread = source.threadWith("Hello 🧵", "Hi").replace("/v1/threads/", "");
            source.threadWith("Other");

            Result export = run("export", "all.jsonl", "--server.port=" + source.port());
            assertThat(export.exitCode()).as(export.errors()).isZero();
            assertThat(export.output()).startsWith("Exported 5 lines (");
            assertThat(export.errors()).isEmpty();
            assertThat(Files.getPosixFilePermissions(folder.resolve("all.jsonl")))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));

            Result withoutKey = run("import", "all.jsonl", url(target));
            assertThat(withoutKey.exitCode()).isEqualTo(1);
            assertThat(withoutKey.errors()).contains("responded with 401");

            Result one = run("export", "-", url(source), "--thread=" + thread);
            assertThat(one.exitCode()).isZero();
            assertThat(one.errors()).startsWith("Exported 3 lines (");
            Path input = Files.writeString(folder.resolve("input"), one.output());
            assertThat(runWithKey(input, "import", "-", url(target)).output())
                    .isEqualToIgnoringNewLines(
                            "Threads: 1 created, 0 skipped, 0 refused. Messages: 2 created, 0 skipped, 0 refused.");
            assertThat(runWithKey(input, "import", "all.jsonl", url(target)).output())
                    .isEqualToIgnoringNewLines(
                            "Threads: 1 created, 1 skipped, 0 refused. Messages: 1 created, 2 skipped, 0 refused.");
            assertThat(runWithKey(input, "export", "again.jsonl", url(target)).exitCode())
                    .isZero();
        }
        assertThat(Files.mismatch(folder.resolve("all.jsonl"), folder.resolve("again.jsonl")))
                .isEqualTo(-1);
    }

    @Test
    void movesConversations() throws Exception {
        try (JarProcess source = JarProcess.start(folder, "bobbin.data-dir=source");
                JarProcess target = JarProcess.start(folder, "bobbin.data-dir=target")) {
            String conversation = source.conversationWith("Hello 🧵", "Hi").replace("/v1/conversations/", "");
            source.conversationWith("Other");
            source.threadWith("Not a conversation");

            assertThat(run("export", "all.jsonl", url(source), "--conversations")
                            .output())
                    .startsWith("Exported 5 lines (");
            assertThat(run("export", "one.jsonl", url(source), "--conversation=" + conversation)
                            .output())
                    .startsWith("Exported 3 lines (");
            assertThat(run("import", "one.jsonl", url(target), "--conversations")
                            .output())
                    .isEqualToIgnoringNewLines(
                            "Conversations: 1 created, 0 skipped, 0 refused. Items: 2 created, 0 skipped, 0 refused.");
            assertThat(run("import", "all.jsonl", url(target), "--conversations")
                            .output())
                    .isEqualToIgnoringNewLines(
                            "Conversations: 1 created, 1 skipped, 0 refused. Items: 1 created, 2 skipped, 0 refused.");
            assertThat(run("export", "again.jsonl", url(target), "--conversations")
                            .exitCode())
                    .isZero();
        }
        assertThat(Files.mismatch(folder.resolve("all.jsonl"), folder.resolve("again.jsonl")))
                .isEqualTo(-1);
    }

    @Test
    void reportsEachRefusedLine() throws Exception {
        Files.writeString(
                folder.resolve("messages.jsonl"),
                "{\"object\":\"thread.message\",\"id\":\"msg_1\",\"thread_id\":\"thread_1\",\"created_at\":1,"
                        + "\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":{\"value\":\"Hello\","
                        + "\"annotations\":[]}}]}\n\nHello\n");
        try (JarProcess jar = JarProcess.start(folder)) {
            Result refused = run("import", "messages.jsonl", url(jar));

            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.errors().lines())
                    .anySatisfy(line -> assertThat(line).startsWith("Line 1: "))
                    .anySatisfy(line -> assertThat(line).startsWith("Line 3: "))
                    .last()
                    .asString()
                    .contains("0 created");

            Files.writeString(
                    folder.resolve("messages.jsonl"),
                    Files.readString(folder.resolve("messages.jsonl")).replace("Hello\n", ""));
            Result created = run("import", "messages.jsonl", "--create-threads", url(jar));
            assertThat(created.exitCode()).as(created.errors()).isZero();
            assertThat(created.output()).contains("Threads: 1 created", "Messages: 1 created");
        }
    }

    @Test
    void leavesNoFileIfTheServerIsKilled() throws Exception {
        JarProcess jar = JarProcess.start(folder);
        try (DammedProxy proxy = DammedProxy.to(jar.port())) {
            for (int i = 0; i < 10; i++) {
                jar.threadWith("x".repeat(200_000));
            }
            Process export = start(null, "export", "all.jsonl", "--server.port=" + proxy.port());
            proxy.awaitStart();
            jar.kill();
            proxy.open();

            assertThat(export.waitFor()).isEqualTo(1);
            assertThat(new String(export.getErrorStream().readAllBytes()))
                    .contains("ended before the response was complete")
                    .doesNotContain("\tat ");
        } finally {
            jar.kill();
        }
        assertThat(folder).isDirectoryNotContaining("glob:**all.jsonl*");
    }

    @Test
    void endsWhenTheConnectionStalls() throws Exception {
        try (JarProcess jar = JarProcess.start(folder);
                StallingProxy exported = StallingProxy.to(jar.port());
                StallingProxy imported = StallingProxy.to(jar.port())) {
            jar.threadWith("x".repeat(2000));
            Path body = Files.writeString(folder.resolve("body.jsonl"), "{}");
            Process exporter = start(null, "export", "all.jsonl", "--server.port=" + exported.port());
            Process importer = start(null, "import", body.toString(), "--server.port=" + imported.port());

            assertThat(new String(exporter.getErrorStream().readAllBytes())).contains("has stalled");
            assertThat(exporter.waitFor()).isEqualTo(1);
            assertThat(new String(importer.getErrorStream().readAllBytes())).contains("has stalled");
            assertThat(importer.waitFor()).isEqualTo(1);
            assertThat(folder).isDirectoryNotContaining("glob:**all.jsonl*");
        }
    }

    private static String url(JarProcess jar) {
        return "--url=" + jar.origin() + "/v1";
    }

    private Result run(String... arguments) throws IOException, InterruptedException {
        return result(start(null, arguments));
    }

    private Result runWithKey(Path input, String... arguments) throws IOException, InterruptedException {
        return result(start(input, arguments));
    }

    private static Result result(Process process) throws IOException, InterruptedException {
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        String errors = new String(process.getErrorStream().readAllBytes());
        return new Result(process.waitFor(), output, errors);
    }

    private Process start(Path input, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(UnpackedJar.java(), "-XX:TieredStopAtLevel=1", "-Xmx64m"));
        command.addAll(UnpackedJar.arguments());
        command.addAll(Arrays.asList(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        if (input != null) {
            builder.redirectInput(Redirect.from(input.toFile()));
            builder.environment().put("BOBBIN_KEY", "sk-one");
        }
        return builder.start();
    }
}
