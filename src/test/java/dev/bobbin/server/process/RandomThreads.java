package dev.bobbin.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bobbin.server.support.ApiClient;
import dev.bobbin.server.support.ApiClient.Response;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Creates threads with random messages. Some messages have a run and a status that only an import can set. */
final class RandomThreads {

    static final int RUNS = 3;

    private static final int COUNT = 30;

    private final ApiClient api;
    private final long seed;
    private final Random random;

    RandomThreads(ApiClient api, long seed) {
        this.api = api;
        this.seed = seed;
        this.random = new Random(seed);
    }

    /** Returns the paths of the threads. */
    List<String> create() {
        List<String> threads =
                IntStream.range(0, COUNT).mapToObj(i -> createThread()).toList();
        threads.forEach(this::importMessagesOfRuns);
        return threads;
    }

    private String createThread() {
        String thread = "/v1/threads/"
                + api.post(
                                "/v1/threads",
                                "{\"metadata\":" + metadata() + ",\"tool_resources\":" + toolResources() + "}")
                        .id();
        for (int i = random.nextInt(20); i > 0; i--) {
            String path = thread + "/messages";
            Response created = api.post(
                    path,
                    "{\"role\":\"" + role() + "\",\"content\":[" + part() + "," + part() + "],\"metadata\":"
                            + metadata() + "}");
            if (random.nextInt(5) == 0) {
                api.delete(path + "/" + created.id());
            }
        }
        return thread;
    }

    private void importMessagesOfRuns(String thread) {
        String[] messages = IntStream.range(0, random.nextInt(5))
                .mapToObj(i -> messageOfRun(thread.replace("/v1/threads/", ""), i))
                .toArray(String[]::new);
        assertThat(api.importLines(messages).body()).as("Seed " + seed).contains("\"problems\":[]");
    }

    private String messageOfRun(String thread, int number) {
        String status = random.nextBoolean()
                ? "\"status\":\"incomplete\",\"incomplete_details\":{\"reason\":\"max_tokens\"},"
                : "\"assistant_id\":\"asst_1\",";
        return "{\"object\":\"thread.message\",\"id\":\"msg_of_run_" + number + "\",\"created_at\":"
                + random.nextInt(2_000_000_000) + ",\"thread_id\":\"" + thread + "\",\"run_id\":\"run_"
                + random.nextInt(RUNS) + "\"," + status + "\"role\":\"" + role()
                + "\",\"content\":[{\"type\":\"text\",\"text\":{\"value\":\"" + text() + "\",\"annotations\":[]}},"
                + "{\"type\":\"refusal\",\"refusal\":\"" + text() + "\"}],\"metadata\":" + metadata() + "}";
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

    private String text() {
        return RandomText.of(random);
    }
}
