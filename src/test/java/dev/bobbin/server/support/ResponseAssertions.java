package dev.bobbin.server.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Assertions that hold for every response, whether the request was valid or not. */
final class ResponseAssertions {

    /** The kind of an item, which has no member {@code object}. */
    private static final String ITEM = "item";

    /** For each type of object, an operation that returns it. */
    private static final Map<String, String> OPERATIONS = Map.of(
            "thread",
            "GET /threads/thread_1",
            "thread.deleted",
            "DELETE /threads/thread_1",
            "thread.message",
            "GET /threads/thread_1/messages/msg_1",
            "thread.message.deleted",
            "DELETE /threads/thread_1/messages/msg_1",
            "thread.import",
            "POST /threads/import",
            "conversation",
            "GET /conversations/conv_1",
            "conversation.deleted",
            "DELETE /conversations/conv_1",
            "conversation.import",
            "POST /conversations/import",
            ITEM,
            "GET /conversations/conv_1/items/msg_1");

    /** The operations that return a list, by the kind of its first object. */
    private static final Map<String, String> LISTS = Map.of(
            "thread",
            "GET /threads",
            "thread.message",
            "GET /threads/thread_1/messages",
            "conversation",
            "GET /conversations",
            ITEM,
            "GET /conversations/conv_1/items");

    /**
     * The accepted statuses. There is no 5xx among them. The server returns 302 for {@code /}, with the address of
     * the page {@code /ui/}, and 417 for an unknown {@code Expect} header.
     */
    private static final Set<Integer> STATUSES = Set.of(200, 302, 400, 403, 404, 405, 413, 417);

    /** Implementation details that a response must not contain. */
    private static final List<String> INTERNALS =
            List.of("java.", "Exception", "\tat ", "org.", "tools.jackson", "omcat");

    private ResponseAssertions() {}

    /**
     * Asserts that a response is valid.
     *
     * @param bodiless whether the response belongs to a HEAD request, so it has no body
     */
    static void assertValid(RawResponse response, byte[] request, boolean bodiless) {
        assertThat(response.status()).isIn(STATUSES);
        assertThat(response.header("x-request-id")).singleElement().asString().matches("req_[0-9a-f]{32}");
        String sent = new String(request, StandardCharsets.UTF_8);
        assertThat(INTERNALS)
                .filteredOn(detail -> !sent.contains(detail))
                .noneMatch(detail -> response.toString().contains(detail));
        if (!bodiless && !response.body().isEmpty()) {
            assertThat(response.header("content-type")).containsExactly("application/json");
        }
        if (!bodiless && response.status() >= 400) {
            assertIsErrorEnvelope(response.json());
        } else if (!response.body().isEmpty()) {
            assertThat(violations(response)).as(response.body()).isEmpty();
        }
    }

    /**
     * Whether the server must respond: the bytes begin with a complete head, and the request line has no invalid
     * character. Otherwise Tomcat closes the connection early, and its response can get lost.
     */
    static boolean requiresResponse(byte[] request) {
        String head = new String(request, StandardCharsets.ISO_8859_1).replaceFirst("^[\r\n]+", "");
        return head.matches(
                "(?s)[-!#$%&'*+.^_`|~0-9A-Za-z]+[ \t][!-~&&[^\"#<>\\\\^`{|}]]+[ \t]HTTP/[0-9.]*\r?\n(.*?\n)?\r?\n.*");
    }

    private static void assertIsErrorEnvelope(JsonNode body) {
        assertThat(body.propertyNames()).containsExactly("error");
        JsonNode error = body.get("error");
        assertThat(error.propertyNames()).containsExactly("message", "type", "param", "code");
        assertThat(error.get("message").stringValue()).isNotBlank();
        assertThat(error.get("type").stringValue()).isEqualTo("invalid_request_error");
    }

    private static List<String> violations(RawResponse response) {
        String[] operation = operation(response.json()).split(" ");
        return OpenApiDocument.violations(operation[0], operation[1], response.status(), response.body());
    }

    private static String operation(JsonNode body) {
        if (!kind(body).equals("list")) {
            return OPERATIONS.get(kind(body));
        }
        return body.get("data").isEmpty()
                ? LISTS.get("thread")
                : LISTS.get(kind(body.get("data").get(0)));
    }

    private static String kind(JsonNode object) {
        return object.has("object") ? object.get("object").stringValue() : ITEM;
    }
}
