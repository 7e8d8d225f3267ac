package dev.bobbin.server.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What holds of every answer, whatever was asked. */
final class ResponseAssertions {

    /** For each kind of object a call that is answered with it. */
    private static final Map<String, String> CALLS = Map.of(
            "thread", "GET /threads/thread_1",
            "thread.deleted", "DELETE /threads/thread_1",
            "list", "GET /threads/thread_1/messages",
            "thread.message", "GET /threads/thread_1/messages/msg_1",
            "thread.message.deleted", "DELETE /threads/thread_1/messages/msg_1");

    /** No fault of the server among them; 302 leads from the root to Swagger UI, 417 answers a wrong {@code Expect}. */
    private static final Set<Integer> STATUSES = Set.of(200, 302, 400, 403, 404, 405, 413, 417);

    /** What nobody outside should see of the inside. */
    private static final List<String> INSIGHTS =
            List.of("java.", "Exception", "\tat ", "org.", "tools.jackson", "omcat");

    private ResponseAssertions() {}

    /** {@code head} tells that the answer has no body, as it is one to HEAD. */
    static void on(RawResponse answer, byte[] request, boolean head) {
        assertThat(answer.status()).isIn(STATUSES);
        assertThat(answer.header("x-request-id")).singleElement().asString().matches("req_[0-9a-f]{32}");
        String sent = new String(request, StandardCharsets.UTF_8);
        assertThat(INSIGHTS)
                .filteredOn(insight -> !sent.contains(insight))
                .noneMatch(insight -> answer.toString().contains(insight));
        if (!head && !answer.body().isEmpty()) {
            assertThat(answer.header("content-type")).containsExactly("application/json");
        }
        if (!head && answer.status() >= 400) {
            assertIsEnvelope(answer.json());
        } else if (!answer.body().isEmpty()) {
            assertThat(violations(answer)).as(answer.body()).isEmpty();
        }
    }

    /**
     * Whether the bytes begin with the head of a request, complete, and with a request line in which each character is allowed
     * where it stands. Otherwise Tomcat closes the connection without reading on, and its answer may get lost.
     */
    static boolean isAnswerDue(byte[] request) {
        String head = new String(request, StandardCharsets.ISO_8859_1).replaceFirst("^[\r\n]+", "");
        return head.matches(
                "(?s)[-!#$%&'*+.^_`|~0-9A-Za-z]+[ \t][!-~&&[^\"#<>\\\\^`{|}]]+[ \t]HTTP/[0-9.]*\r?\n(.*?\n)?\r?\n.*");
    }

    private static void assertIsEnvelope(JsonNode body) {
        assertThat(body.propertyNames()).containsExactly("error");
        JsonNode error = body.get("error");
        assertThat(error.propertyNames()).containsExactly("message", "type", "param", "code");
        assertThat(error.get("message").stringValue()).isNotBlank();
        assertThat(error.get("type").stringValue()).isEqualTo("invalid_request_error");
    }

    private static List<String> violations(RawResponse answer) {
        String[] call = CALLS.get(answer.json().get("object").stringValue()).split(" ");
        return OpenApiDocument.violations(call[0], call[1], answer.status(), answer.body());
    }
}
