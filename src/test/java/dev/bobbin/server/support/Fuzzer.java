package dev.bobbin.server.support;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Sends random requests to a server, most of them invalid, and checks every response. */
public final class Fuzzer {

    private static final String ITEMS = """
            [{"role": "user", "content": [{"type": "input_text", "text": "Hi"},
              {"type": "input_image", "image_url": "data:image/png;base64,AA==", "detail": "low"}]},
             {"role": "assistant", "content": "Hello", "phase": "final_answer"},
             {"type": "function_call", "call_id": "call_1", "name": "now", "arguments": "{}", "index": 0},
             {"type": "function_call_output", "call_id": "call_1", "output": "12:00"},
             {"type": "reasoning", "summary": [{"type": "summary_text", "text": "So"}], "encrypted_content": "AA=="},
             {"type": "web_search_call", "action": {"type": "search", "score": -1.50e3, "flags": [true, null]}}]""";

    private final Server server;
    private final Random random;
    private final Mutations mutations;
    private final List<String> findings = new ArrayList<>();
    private final List<ThreadModel> models = new ArrayList<>();
    private ThreadModel model;
    private String conversation;
    private RawConnection connection;

    public Fuzzer(Server server, long seed) {
        this.server = server;
        this.random = new Random(seed);
        this.mutations = new Mutations(random);
    }

    /** Returns the failed checks. Each contains its request, escaped for {@code printf '%b'}. */
    public List<String> findings() {
        return findings;
    }

    public void send(int requests) {
        startThread();
        for (int i = 0; i < requests; i++) {
            if (random.nextInt(4) == 0) {
                send(i, mutations.of(conversationRequest()), false, false);
                continue;
            }
            if (random.nextInt(10) == 0) {
                RawRequest valid = random.nextBoolean() ? importRequest() : conversationImportRequest();
                send(i, mutations.of(valid), false, false);
                continue;
            }
            RawRequest valid = model.nextRequest();
            switch (random.nextInt(12)) {
                case 0 -> sendBytes(i, mutations.bytesOf(valid));
                case 1, 2 -> send(i, valid, true, true);
                default -> send(i, mutations.of(valid), false, true);
            }
            if (model.isThreadDeleted()) {
                startThread();
            }
        }
        models.forEach(this::verify);
    }

    private void startThread() {
        model = new ThreadModel(server.api(), random);
        models.add(model);
        conversation = server.api().post("/v1/conversations", "{}").id();
    }

    /** A request to the conversation, which is valid as long as no mutated request has deleted it. */
    private RawRequest conversationRequest() {
        String path = "/v1/conversations/" + conversation;
        return switch (random.nextInt(6)) {
            case 0 ->
                RawRequest.of("POST", "/v1/conversations", "{\"metadata\": {\"a\": \"b\"}, \"items\": " + ITEMS + "}");
            case 1 -> RawRequest.of("POST", path, "{\"metadata\": {\"a\": \"b\"}}");
            case 2 -> RawRequest.of("GET", path + "/items?limit=5&order=asc&include[]=message.input_image.image_url");
            case 3 -> RawRequest.of("GET", "/v1/conversations?limit=5&metadata[a]=b");
            default -> RawRequest.of("POST", path + "/items", "{\"items\": " + ITEMS + "}");
        };
    }

    /** An import of a new thread, or of one that exists. Its lines are separate values or a page. */
    private RawRequest importRequest() {
        String id = "thread_" + random.nextInt(1000);
        String thread = "{\"object\": \"thread\", \"id\": \"" + id
                + "\", \"created_at\": 5, \"metadata\": {\"a\": \"b\"}, \"tool_resources\": {}}";
        String message = """
                {"object": "thread.message", "id": "msg_%d", "thread_id": "%s", "created_at": 7, "role": "user",
                 "assistant_id": null, "run_id": "run_1", "status": "incomplete", "attachments": [], "metadata": {},
                 "incomplete_details": {"reason": "max_tokens"}, "content": [{"type": "refusal", "refusal": "No"},
                  {"type": "text", "text": {"value": "Hi", "annotations": [{"type": "file_citation", "text": "a",
                   "start_index": 0, "end_index": 1, "file_citation": {"file_id": "file-1"}}]}}]}""";
        List<String> values = List.of(thread, message.formatted(1, id), message.formatted(2, id));
        String body = random.nextBoolean()
                ? String.join("\n", values)
                : "{\"object\": \"list\", \"data\": [" + String.join(",", values) + "]}";
        return RawRequest.of("POST", "/v1/threads/import?create_threads=" + random.nextBoolean(), body);
    }

    /** An import of a new conversation, or of one that exists. */
    private RawRequest conversationImportRequest() {
        String id = "conv_" + random.nextInt(1000);
        String item = """
                {"conversation_id": "%s", "item": {"id": "msg_%d", "type": "message", "status": "incomplete",
                 "role": "assistant", "content": [{"type": "refusal", "refusal": "No"}, {"type": "output_text",
                  "annotations": [{"type": "file_path", "index": -0.0}], "logprobs": [], "text": "Hi"}]}}""";
        String body = String.join(
                "\n",
                "{\"object\": \"conversation\", \"id\": \"" + id
                        + "\", \"created_at\": 5, \"metadata\": {\"a\": \"b\"}}",
                item.formatted(id, 1),
                item.formatted(id, 2));
        return RawRequest.of("POST", "/v1/conversations/import?create_conversations=" + random.nextBoolean(), body);
    }

    private void verify(ThreadModel thread) {
        try {
            thread.verify();
        } catch (RuntimeException | AssertionError e) {
            findings.add("At the end: " + truncated(e.toString()));
        }
    }

    private void send(int index, RawRequest request, boolean valid, boolean ofThread) {
        try {
            if (connection == null) {
                connection = new RawConnection(server.port());
            }
            Optional<RawResponse> received = connection.exchange(request);
            if (valid && received.filter(response -> response.status() == 200).isEmpty()) {
                throw new AssertionError("The server rejected a valid request: " + received);
            }
            received.ifPresent(response -> check(response, request, ofThread));
            if (received.isEmpty() || received.get().closesConnection()) {
                connection.close();
                connection = null;
            }
        } catch (IOException | RuntimeException | AssertionError e) {
            report(index, request.bytes(), e);
            connection = null;
        }
    }

    private void check(RawResponse response, RawRequest request, boolean ofThread) {
        ResponseAssertions.assertValid(
                response, request.bytes(), request.method().equals("HEAD"));
        if (ofThread) {
            updateModel(response, request.method().equals("GET"));
        }
    }

    private void sendBytes(int index, byte[] bytes) {
        try {
            List<RawResponse> responses = RawConnection.exchangeAll(server.port(), bytes);
            if (responses.isEmpty() && ResponseAssertions.requiresResponse(bytes)) {
                throw new AssertionError("No response");
            }
            for (RawResponse response : responses) {
                ResponseAssertions.assertValid(response, bytes, response.body().isEmpty());
                updateModel(response, false);
            }
        } catch (IOException | RuntimeException | AssertionError e) {
            report(index, bytes, e);
        }
    }

    private void updateModel(RawResponse response, boolean readOnly) {
        if (response.status() == 200 && !response.body().isEmpty()) {
            model.update(response.json(), readOnly);
        }
    }

    private void report(int index, byte[] request, Throwable problem) {
        findings.add("Request " + index + ": " + truncated(problem.toString()) + "\n" + printable(request));
    }

    private static String truncated(String text) {
        return text.substring(0, Math.min(2000, text.length()));
    }

    private static String printable(byte[] request) {
        StringBuilder text = new StringBuilder();
        for (char c : new String(request, StandardCharsets.ISO_8859_1).toCharArray()) {
            text.append(c < ' ' || c > '~' || c == '\\' || c == '\'' ? String.format("\\x%02x", (int) c) : c);
        }
        return text.toString();
    }
}
