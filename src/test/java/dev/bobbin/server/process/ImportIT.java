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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Imports that are killed, and imports that are much larger than the heap. */
@Tag("slow")
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ImportIT {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final int KILLS = 3;

    @TempDir
    private Path folder;

    @Test
    void leavesOnlyWholeThreadsOnH2IfItIsKilled() throws Exception {
        leavesOnlyWholeThreadsIfItIsKilled();
    }

    /** The repeated import waits until the lease of the killed one has expired, and its messages are deleted. */
    @Test
    void leavesOnlyWholeThreadsOnPostgresIfItIsKilled() throws Exception {
        try (PostgresProcess postgres = PostgresProcess.start(folder.resolve("postgres"))) {
            leavesOnlyWholeThreadsIfItIsKilled(postgres.setting());
        }
    }

    private void leavesOnlyWholeThreadsIfItIsKilled(String... database) throws Exception {
        List<Integer> sizes = List.of(10, 20_000, 10, 3000, 10);
        Path body = folder.resolve("body.jsonl");
        writeBody(body, sizes, 100);
        Path bodies = Files.createDirectory(folder.resolve("bodies"));
        String[] settings = Stream.concat(Stream.of("bobbin.import.directory=" + bodies), Stream.of(database))
                .toArray(String[]::new);
        JarProcess jar = JarProcess.start(folder, settings);
        try {
            for (int kill = 1; kill <= KILLS; kill++) {
                CompletableFuture<HttpResponse<String>> running =
                        CLIENT.sendAsync(request(jar, body), BodyHandlers.ofString());
                letRun(running, kill * 400L);
                jar.kill();
                jar = JarProcess.start(folder, settings);
                for (int thread = 0; thread < sizes.size(); thread++) {
                    assertThat(countLines(jar, "/v1/threads/thread_" + thread + "/export"))
                            .isIn(0L, 1L + sizes.get(thread));
                }
            }

            HttpResponse<String> report = CLIENT.send(request(jar, body), BodyHandlers.ofString());

            assertThat(report.body()).contains("\"problems\":[]");
            for (int thread = 0; thread < sizes.size(); thread++) {
                assertThat(countLines(jar, "/v1/threads/thread_" + thread + "/export"))
                        .isEqualTo(1L + sizes.get(thread));
            }
            assertThat(bodies).isEmptyDirectory();
        } finally {
            jar.kill();
        }
    }

    @Test
    void movesAThreadThatIsMuchLargerThanTheHeap() throws Exception {
        int messages = Integer.getInteger("test.import.messages", 30_000);
        Path body = folder.resolve("body.jsonl");
        writeBody(body, List.of(messages), 4000);
        Path export = folder.resolve("export.jsonl");
        try (JarProcess jar = JarProcess.start(folder, "-Xmx128m")) {
            String report =
                    CLIENT.send(request(jar, body), BodyHandlers.ofString()).body();
            CLIENT.send(
                    HttpRequest.newBuilder(URI.create(jar.origin() + "/v1/threads/export"))
                            .build(),
                    BodyHandlers.ofFile(export));

            assertThat(report).contains("\"messages\":{\"created\":" + messages + ",\"skipped\":0,\"refused\":0}");
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

    private static HttpRequest request(JarProcess jar, Path body) throws IOException {
        return HttpRequest.newBuilder(URI.create(jar.origin() + "/v1/threads/import"))
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

    /** Writes the lines as an export contains them. */
    private static void writeBody(Path body, List<Integer> sizes, int length) throws IOException {
        try (BufferedWriter writer = Files.newBufferedWriter(body)) {
            for (int thread = 0; thread < sizes.size(); thread++) {
                writer.write("{\"id\":\"thread_" + thread + "\",\"object\":\"thread\",\"created_at\":" + thread
                        + ",\"metadata\":{},\"tool_resources\":{}}\n");
                for (int message = 0; message < sizes.get(thread); message++) {
                    writer.write("{\"id\":\"msg_" + message
                            + "\",\"object\":\"thread.message\",\"created_at\":1,\"assistant_id\":null,\"thread_id\":\"thread_"
                            + thread + "\",\"run_id\":null,\"status\":\"completed\",\"incomplete_details\":null,"
                            + "\"incomplete_at\":null,\"completed_at\":1,\"role\":\"user\",\"content\":[{\"type\":\"text\","
                            + "\"text\":{\"value\":\"" + "x".repeat(length) + "\",\"annotations\":[]}}],"
                            + "\"attachments\":[],\"metadata\":{}}\n");
                }
            }
        }
    }
}
