package dev.bobbin.server.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/**
 * The expected state of a thread that only one client writes to. The client derives it from the responses that it has
 * received.
 */
final class ThreadModel {

    private final ApiClient api;
    private final Random random;
    private final String id;
    private final String path;

    /** The messages by id, as the server last returned them, oldest first. */
    private final Map<String, JsonNode> messages = new LinkedHashMap<>();

    private final List<String> deleted = new ArrayList<>();
    private JsonNode thread;
    private boolean threadDeleted;

    ThreadModel(ApiClient api, Random random) {
        this.api = api;
        this.random = random;
        this.thread = api.post("/v1/threads", "{\"metadata\": {\"created\": \"yes\"}}")
                .json();
        this.id = thread.get("id").stringValue();
        this.path = "/v1/threads/" + id;
    }

    boolean isThreadDeleted() {
        return threadDeleted;
    }

    /** Returns a random valid request. The server responds to it with 200. */
    RawRequest nextRequest() {
        int choice = random.nextInt(50);
        if (choice < 20 || messages.isEmpty()) {
            return RawRequest.of("POST", path + "/messages", newMessage());
        }
        if (choice < 28) {
            return RawRequest.of("GET", path + "/messages" + pageQuery());
        }
        if (choice < 32) {
            return RawRequest.of("GET", messagePath());
        }
        if (choice < 36) {
            return RawRequest.of("POST", messagePath(), "{\"metadata\": {\"a\": \"" + random.nextInt() + "\"}}");
        }
        if (choice < 40) {
            return RawRequest.of("DELETE", messagePath());
        }
        return switch (choice) {
            case 40, 41, 42 -> RawRequest.of("POST", "/v1/threads", newThread());
            case 43, 44, 45 -> RawRequest.of("GET", path);
            case 46, 47, 48 -> RawRequest.of("POST", path, threadModification());
            default -> RawRequest.of("DELETE", path);
        };
    }

    /** Updates the model with the body of a 200 response. A response to a read must match the model. */
    void update(JsonNode body, boolean readOnly) {
        switch (body.get("object").stringValue()) {
            case "list" -> assertHasNoGaps(body);
            case "thread" -> updateThread(body, readOnly);
            case "thread.message" -> updateMessage(body, readOnly);
            case "thread.message.deleted" -> {
                assertThat(messages.remove(body.get("id").stringValue())).isNotNull();
                deleted.add(body.get("id").stringValue());
            }
            default -> {
                assertThat(body.get("id").stringValue()).isEqualTo(id);
                threadDeleted = true;
            }
        }
    }

    /** Reads the whole thread and compares it with the model. */
    void verify() {
        if (threadDeleted) {
            assertThat(api.get(path).status()).isEqualTo(404);
            assertThat(api.get(path + "/messages").status()).isEqualTo(404);
            return;
        }
        List<JsonNode> expected = new ArrayList<>(messages.values());
        assertThat(api.get(path).json()).isEqualTo(thread);
        assertThat(readMessages("asc")).isEqualTo(expected);
        Collections.reverse(expected);
        assertThat(readMessages("desc")).isEqualTo(expected);
    }

    private void updateThread(JsonNode body, boolean readOnly) {
        if (!body.get("id").stringValue().equals(id)) {
            assertThat(readOnly).as("The server returned another thread").isFalse();
            return;
        }
        if (readOnly) {
            assertThat(body).isEqualTo(thread);
        }
        thread = body;
    }

    private void updateMessage(JsonNode message, boolean readOnly) {
        String messageId = message.get("id").stringValue();
        assertThat(message.get("thread_id").stringValue()).isEqualTo(id);
        assertThat(deleted).doesNotContain(messageId);
        if (readOnly) {
            assertThat(message).isEqualTo(messages.get(messageId));
        }
        messages.put(messageId, message);
    }

    /** Asserts that a page contains consecutive messages of the thread, in either order. */
    private void assertHasNoGaps(JsonNode page) {
        List<JsonNode> data = items(page);
        if (!data.isEmpty() && data.get(0).get("object").stringValue().equals("thread")) {
            return; // A mutation has turned the request into a list of threads.
        }
        List<JsonNode> expected = new ArrayList<>(messages.values());
        if (Collections.indexOfSubList(expected, data) < 0) {
            Collections.reverse(expected);
            assertThat(expected).containsSequence(data);
        }
    }

    private List<JsonNode> readMessages(String order) {
        List<JsonNode> read = new ArrayList<>();
        JsonNode page;
        String after = "";
        do {
            page = api.get(path + "/messages?limit=100&order=" + order + "&after=" + after)
                    .json();
            read.addAll(items(page));
            after = page.get("last_id").stringValue("");
        } while (page.get("has_more").booleanValue());
        return read;
    }

    private static List<JsonNode> items(JsonNode page) {
        return StreamSupport.stream(page.get("data").spliterator(), false).toList();
    }

    private String messagePath() {
        return path + "/messages/" + pick(List.copyOf(messages.keySet()));
    }

    private String pageQuery() {
        String query = "?limit=" + (1 + random.nextInt(100)) + "&order=" + (random.nextBoolean() ? "asc" : "desc");
        List<String> cursors = new ArrayList<>(messages.keySet());
        cursors.addAll(deleted);
        return switch (random.nextInt(4)) {
            case 0 -> query;
            case 1 -> query + "&after=" + pick(cursors);
            case 2 -> query + "&before=" + pick(cursors);
            default -> query + "&after=" + pick(cursors) + "&before=" + pick(cursors);
        };
    }

    private String newMessage() {
        return pick(List.of("""
                {"role": "user", "content": "Hello %d"}""".formatted(random.nextInt()), """
                {"role": "assistant", "content": [{"type": "text", "text": "A \ud83e\uddea"},
                 {"type": "image_url", "image_url": {"url": "https://bobbin.dev/a.png", "detail": "low"}},
                 {"type": "image_file", "image_file": {"file_id": "file-1"}}],
                 "attachments": [{"file_id": "file-1", "tools": [{"type": "file_search"}]}],
                 "metadata": {"a": "b"}}"""));
    }

    private static String newThread() {
        return """
                {"messages": [{"role": "user", "content": "One"}, {"role": "assistant", "content": "Two"}],
                 "tool_resources": {"code_interpreter": {"file_ids": ["file-1"]},
                 "file_search": {"vector_stores": [{"file_ids": ["file-1"], "chunking_strategy": {"type": "static",
                 "static": {"max_chunk_size_tokens": 800, "chunk_overlap_tokens": 400}}}]}}, "metadata": {"a": "b"}}""";
    }

    private static String threadModification() {
        return """
                {"tool_resources": {"file_search": {"vector_store_ids": ["vs_1"]}},
                 "metadata": {"a": "b", "c": "d"}}""";
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
