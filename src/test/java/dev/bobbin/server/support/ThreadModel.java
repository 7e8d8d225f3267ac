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

/** A thread that one client alone writes to, and what the client knows of it from the answers it got. */
final class ThreadModel {

    private final ApiClient api;
    private final Random random;
    private final String id;
    private final String path;

    /** The messages as they were last answered, in their order. */
    private final Map<String, JsonNode> messages = new LinkedHashMap<>();

    private final List<String> deleted = new ArrayList<>();
    private JsonNode thread;
    private boolean over;

    ThreadModel(ApiClient api, Random random) {
        this.api = api;
        this.random = random;
        this.thread =
                api.post("/v1/threads", "{\"metadata\": {\"kept\": \"yes\"}}").json();
        this.id = thread.get("id").stringValue();
        this.path = "/v1/threads/" + id;
    }

    /** Whether the thread has been deleted. */
    boolean isOver() {
        return over;
    }

    /** A valid request, which is answered with 200. */
    RawRequest request() {
        int call = random.nextInt(50);
        if (call < 20 || messages.isEmpty()) {
            return RawRequest.of("POST", path + "/messages", newMessage());
        }
        if (call < 28) {
            return RawRequest.of("GET", path + "/messages" + query());
        }
        if (call < 32) {
            return RawRequest.of("GET", message());
        }
        if (call < 36) {
            return RawRequest.of("POST", message(), "{\"metadata\": {\"a\": \"" + random.nextInt() + "\"}}");
        }
        if (call < 40) {
            return RawRequest.of("DELETE", message());
        }
        return switch (call) {
            case 40, 41, 42 -> RawRequest.of("POST", "/v1/threads", newThread());
            case 43, 44, 45 -> RawRequest.of("GET", path);
            case 46, 47, 48 -> RawRequest.of("POST", path, change());
            default -> RawRequest.of("DELETE", path);
        };
    }

    /** Learns from an answer of 200. What has been read only must be what is known already. */
    void learn(JsonNode answer, boolean readOnly) {
        switch (answer.get("object").stringValue()) {
            case "list" -> assertIsARunOfThisThread(answer);
            case "thread" -> learnThread(answer, readOnly);
            case "thread.message" -> learnMessage(answer, readOnly);
            case "thread.message.deleted" -> {
                assertThat(messages.remove(answer.get("id").stringValue())).isNotNull();
                deleted.add(answer.get("id").stringValue());
            }
            default -> {
                assertThat(answer.get("id").stringValue()).isEqualTo(id);
                over = true;
            }
        }
    }

    /** Holds what is known against what is there. */
    void check() {
        if (over) {
            assertThat(api.get(path).status()).isEqualTo(404);
            assertThat(api.get(path + "/messages").status()).isEqualTo(404);
            return;
        }
        List<JsonNode> known = new ArrayList<>(messages.values());
        assertThat(api.get(path).json()).isEqualTo(thread);
        assertThat(all("asc")).isEqualTo(known);
        Collections.reverse(known);
        assertThat(all("desc")).isEqualTo(known);
    }

    private void learnThread(JsonNode answer, boolean readOnly) {
        if (!answer.get("id").stringValue().equals(id)) {
            assertThat(readOnly).as("A thread of others").isFalse();
            return;
        }
        if (readOnly) {
            assertThat(answer).isEqualTo(thread);
        }
        thread = answer;
    }

    private void learnMessage(JsonNode message, boolean readOnly) {
        String messageId = message.get("id").stringValue();
        assertThat(message.get("thread_id").stringValue()).isEqualTo(id);
        assertThat(deleted).doesNotContain(messageId);
        if (readOnly) {
            assertThat(message).isEqualTo(messages.get(messageId));
        }
        messages.put(messageId, message);
    }

    /** A page has no gaps, whatever has been asked for. */
    private void assertIsARunOfThisThread(JsonNode page) {
        List<JsonNode> data = items(page);
        List<JsonNode> known = new ArrayList<>(messages.values());
        if (Collections.indexOfSubList(known, data) < 0) {
            Collections.reverse(known);
            assertThat(known).containsSequence(data);
        }
    }

    private List<JsonNode> all(String order) {
        List<JsonNode> all = new ArrayList<>();
        JsonNode page;
        String after = "";
        do {
            page = api.get(path + "/messages?limit=100&order=" + order + "&after=" + after)
                    .json();
            all.addAll(items(page));
            after = page.get("last_id").stringValue("");
        } while (page.get("has_more").booleanValue());
        return all;
    }

    private static List<JsonNode> items(JsonNode page) {
        return StreamSupport.stream(page.get("data").spliterator(), false).toList();
    }

    private String message() {
        return path + "/messages/" + pick(List.copyOf(messages.keySet()));
    }

    private String query() {
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
                 "attachments": [{"file_id": "file-1", "tools": [{"type": "file_search"}]}], "metadata": {"a": "b"}}"""));
    }

    private static String newThread() {
        return """
                {"messages": [{"role": "user", "content": "One"}, {"role": "assistant", "content": "Two"}],
                 "tool_resources": {"code_interpreter": {"file_ids": ["file-1"]},
                 "file_search": {"vector_stores": [{"file_ids": ["file-1"], "chunking_strategy": {"type": "static",
                 "static": {"max_chunk_size_tokens": 800, "chunk_overlap_tokens": 400}}}]}}, "metadata": {"a": "b"}}""";
    }

    private static String change() {
        return """
                {"tool_resources": {"file_search": {"vector_store_ids": ["vs_1"]}}, "metadata": {"a": "b", "c": "d"}}""";
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
