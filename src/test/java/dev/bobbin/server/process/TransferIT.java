package dev.bobbin.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bobbin.server.support.ApiClient;
import dev.bobbin.server.support.ApiClient.Response;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Random threads move from one database to the other and back. Every response stays the same, byte for byte. */
@Tag("slow")
@Timeout(300)
class TransferIT {

    private static final long SEED = Long.getLong("test.seed", System.nanoTime());
    private static final int THREADS = 30;

    private final Random random = new Random(SEED);

    @TempDir
    private Path folder;

    @Test
    void keepsEveryResponseOnTheOtherDatabase() throws Exception {
        try (PostgresProcess postgres = PostgresProcess.start(folder.resolve("postgres"));
                JarProcess onPostgres = JarProcess.start(newFolder("unused"), postgres.setting());
                JarProcess onH2 = JarProcess.start(newFolder("h2"));
                JarProcess empty = JarProcess.start(newFolder("empty"))) {
            List<String> threads = IntStream.range(0, THREADS)
                    .mapToObj(i -> createThread(onH2.api()))
                    .toList();
            importMessagesOfRuns(onH2.api(), threads);
            List<String> responses = responses(onH2.api(), threads);
            String export = onH2.api().get("/v1/threads/export").body();

            for (JarProcess target : List.of(onPostgres, empty)) {
                Response report = importBody(target.api(), export);

                assertThat(report.body()).as("Seed " + SEED).contains("\"problems\":[]");
                assertThat(target.api().get("/v1/threads/export").body())
                        .as("Seed " + SEED)
                        .isEqualTo(export);
                assertThat(responses(target.api(), threads)).as("Seed " + SEED).isEqualTo(responses);
                export = target.api().get("/v1/threads/export").body();
            }
        }
    }

    private Path newFolder(String name) throws IOException {
        return Files.createDirectory(folder.resolve(name));
    }

    /** All pages, all objects and a page for each run. */
    private static List<String> responses(ApiClient api, List<String> threads) {
        List<String> bodies = new ArrayList<>();
        bodies.add(api.get("/v1/threads?limit=100").body());
        bodies.add(api.get("/v1/threads?limit=100&metadata[k]=v").body());
        for (String thread : threads) {
            String path = "/v1/threads/" + thread;
            bodies.add(api.get(path).body());
            Response page = api.get(path + "/messages?limit=100");
            bodies.add(page.body());
            page.ids()
                    .forEach(id -> bodies.add(api.get(path + "/messages/" + id).body()));
            for (int run = 0; run < 3; run++) {
                bodies.add(
                        api.get(path + "/messages?order=asc&run_id=run_" + run).body());
            }
        }
        return bodies;
    }

    private String createThread(ApiClient api) {
        String id = api.post(
                        "/v1/threads", "{\"metadata\":" + metadata() + ",\"tool_resources\":" + toolResources() + "}")
                .id();
        for (int i = random.nextInt(20); i > 0; i--) {
            String path = "/v1/threads/" + id + "/messages";
            Response created = api.post(
                    path,
                    "{\"role\":\"" + role() + "\",\"content\":[" + part() + "," + part() + "],\"metadata\":"
                            + metadata() + "}");
            if (random.nextInt(5) == 0) {
                api.delete(path + "/" + created.id());
            }
        }
        return id;
    }

    private void importMessagesOfRuns(ApiClient api, List<String> threads) {
        String body = threads.stream()
                .flatMap(thread -> IntStream.range(0, random.nextInt(5)).mapToObj(i -> messageOfRun(thread, i)))
                .collect(Collectors.joining("\n"));
        assertThat(importBody(api, body).body()).as("Seed " + SEED).contains("\"problems\":[]");
    }

    private String messageOfRun(String thread, int number) {
        String status = random.nextBoolean()
                ? "\"status\":\"incomplete\",\"incomplete_details\":{\"reason\":\"max_tokens\"},"
                : "\"assistant_id\":\"asst_1\",";
        return "{\"object\":\"thread.message\",\"id\":\"msg_of_run_" + number + "\",\"created_at\":"
                + random.nextInt(2_000_000_000) + ",\"thread_id\":\"" + thread + "\",\"run_id\":\"run_"
                + random.nextInt(3) + "\"," + status + "\"role\":\"" + role()
                + "\",\"content\":[{\"type\":\"text\",\"text\":{\"value\":\"" + text() + "\",\"annotations\":[]}},"
                + "{\"type\":\"refusal\",\"refusal\":\"" + text() + "\"}],\"metadata\":" + metadata() + "}";
    }

    private static Response importBody(ApiClient api, String body) {
        return api.send(
                "POST", "/v1/threads/import", BodyPublishers.ofString(body), "Content-Type", "application/jsonl");
    }

    private String role() {
        return random.nextBoolean() ? "user" : "assistant";
    }

    private String part() {
        return random.nextInt(4) == 0
                ? "{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://example.com/" + random.nextInt() + "\"}}"
                : "{\"type\":\"text\",\"text\":\"" + text() + "\"}";
    }

    private String metadata() {
        return random.nextBoolean() ? "{}" : "{\"k\":\"v\",\"" + text() + "\":\"" + text() + "\"}";
    }

    private String toolResources() {
        return random.nextBoolean() ? "{}" : "{\"code_interpreter\":{\"file_ids\":[\"file-" + text() + "\"]}}";
    }

    /** A text with characters that need escapes or several bytes. */
    private String text() {
        List<String> pieces = List.of("a", "é", "☃", "🧵", "\\n", "\\\"", "\\\\", "\\u0001", "/", "\\u2028", "' -- ");
        return random.ints(1 + random.nextInt(12), 0, pieces.size())
                .mapToObj(pieces::get)
                .collect(Collectors.joining());
    }
}
