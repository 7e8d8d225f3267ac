package dev.bobbin.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Imports that are killed, and imports that are much larger than the heap. */
@Tag("slow")
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ImportIT {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final int KILLS = 3;

    @TempDir
    private Path folder;

    /** What the bodies contain. */
    private enum Kind {
        THREADS("/v1/threads/", "thread_"),
        CONVERSATIONS("/v1/conversations/", "conv_");

        private final String path;
        private final String idPrefix;

        Kind(String path, String idPrefix) {
            this.path = path;
            this.idPrefix = idPrefix;
        }

        String pathOf(int number) {
            return path + idPrefix + number;
        }

        /** The lines as an export contains them. */
        String owner(int number) {
            return this == THREADS
                    ? "{\"id\":\"thread_" + number + "\",\"object\":\"thread\",\"created_at\":" + number
                            + ",\"metadata\":{},\"tool_resources\":{}}\n"
                    : "{\"id\":\"conv_" + number + "\",\"object\":\"conversation\",\"created_at\":" + number
                            + ",\"metadata\":{}}\n";
        }

        String entry(int owner, int number, String text) {
            return this == THREADS
                    ? "{\"id\":\"msg_" + number
                            + "\",\"object\":\"thread.message\",\"created_at\":1,\"assistant_id\":null,\"thread_id\":\"thread_"
                            + owner + "\",\"run_id\":null,\"status\":\"completed\",\"incomplete_details\":null,"
                            + "\"incomplete_at\":null,\"completed_at\":1,\"role\":\"user\",\"content\":[{\"type\":\"text\","
                            + "\"text\":{\"value\":\"" + text + "\",\"annotations\":[]}}],"
                            + "\"attachments\":[],\"metadata\":{}}\n"
                    : "{\"conversation_id\":\"conv_" + owner + "\",\"item\":{\"id\":\"msg_" + number
                            + "\",\"type\":\"message\",\"status\":\"completed\",\"content\":[{\"type\":\"input_text\","
                            + "\"text\":\"" + text + "\"}],\"role\":\"user\"}}\n";
        }
    }

    @ParameterizedTest
    @EnumSource
    void leavesOnlyWholeOwnersOnH2IfItIsKilled(Kind kind) throws Exception {
        leavesOnlyWholeOwnersIfItIsKilled(kind);
    }

    /** The repeated import waits until the lease of the killed one has expired, and its entries are deleted. */
    @ParameterizedTest
    @EnumSource
    void leavesOnlyWholeOwnersOnPostgresIfItIsKilled(Kind kind) throws Exception {
        try (PostgresProcess postgres = PostgresProcess.start(folder.resolve("postgres"))) {
            leavesOnlyWholeOwnersIfItIsKilled(kind, postgres.setting());
        }
    }

    private void leavesOnlyWholeOwnersIfItIsKilled(Kind kind, String... database) throws Exception {
        List<Integer> sizes = List.of(10, 20_000, 10, 3000, 10);
        Path body = folder.resolve("body.jsonl");
        writeBody(kind, body, sizes, 100);
        Path bodies = Files.createDirectory(folder.resolve("bodies"));
        String[] settings = Stream.concat(Stream.of("bobbin.import.directory=" + bodies), Stream.of(database))
                .toArray(String[]::new);
        JarProcess jar = JarProcess.start(folder, settings);
        try {
            for (int kill = 1; kill <= KILLS; kill++) {
                CompletableFuture<HttpResponse<String>> running =
                        CLIENT.sendAsync(request(kind, jar, body), BodyHandlers.ofString());
                letRun(running, kill * 400L);
                jar.kill();
                jar = JarProcess.start(folder, settings);
                for (int owner = 0; owner < sizes.size(); owner++) {
                    assertThat(countLines(jar, kind.pathOf(owner) + "/export")).isIn(0L, 1L + sizes.get(owner));
                }
            }

            HttpResponse<String> report = CLIENT.send(request(kind, jar, body), BodyHandlers.ofString());

            assertThat(report.body()).contains("\"problems\":[]");
            for (int owner = 0; owner < sizes.size(); owner++) {
                assertThat(countLines(jar, kind.pathOf(owner) + "/export")).isEqualTo(1L + sizes.get(owner));
            }
            assertThat(bodies).isEmptyDirectory();
        } finally {
            jar.kill();
        }
    }

    @ParameterizedTest
    @EnumSource
    void movesAnOwnerThatIsMuchLargerThanTheHeap(Kind kind) throws Exception {
        int entries = Integer.getInteger("test.import.messages", 30_000);
        Path body = folder.resolve("body.jsonl");
        writeBody(kind, body, List.of(entries), 4000);
        Path export = folder.resolve("export.jsonl");
        try (JarProcess jar = JarProcess.start(folder, "-Xmx128m")) {
            String report = CLIENT.send(request(kind, jar, body), BodyHandlers.ofString())
                    .body();
            CLIENT.send(
                    HttpRequest.newBuilder(URI.create(jar.origin() + kind.path + "export"))
                            .build(),
                    BodyHandlers.ofFile(export));

            assertThat(report).contains("{\"created\":" + entries + ",\"skipped\":0,\"refused\":0}");
            assertThat(Files.mismatch(body, export)).isEqualTo(-1);
            assertThat(jar.output()).doesNotContain("OutOfMemoryError").doesNotContain(" ERROR ");
        }
    }

    /** Waits for a time, or until the import is complete. */
    private static void letRun(CompletableFuture<?> running, long millis)
            throws InterruptedException, ExecutionException {
        try {
            running.get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // The import is in the middle.
        }
    }

    private static HttpRequest request(Kind kind, JarProcess jar, Path body) throws IOException {
        return HttpRequest.newBuilder(URI.create(jar.origin() + kind.path + "import"))
                .header("Content-Type", "application/jsonl")
                .POST(BodyPublishers.ofFile(body))
                .build();
    }

    /** Returns 0 if the response is an error. */
    private static long countLines(JarProcess jar, String path) throws IOException, InterruptedException {
        HttpResponse<Stream<String>> response = CLIENT.send(
                HttpRequest.newBuilder(URI.create(jar.origin() + path)).build(), BodyHandlers.ofLines());
        try (Stream<String> lines = response.body()) {
            return response.statusCode() == 200 ? lines.count() : 0;
        }
    }

    private static void writeBody(Kind kind, Path body, List<Integer> sizes, int length) throws IOException {
        String text = "x".repeat(length);
        try (BufferedWriter writer = Files.newBufferedWriter(body)) {
            for (int owner = 0; owner < sizes.size(); owner++) {
                writer.write(kind.owner(owner));
                for (int entry = 0; entry < sizes.get(owner); entry++) {
                    writer.write(kind.entry(owner, entry, text));
                }
            }
        }
    }
}
