package dev.bobbin.thread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.verifyNoInteractions;

import java.nio.charset.StandardCharsets;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Posts request bodies. An invalid one must be rejected before any service runs. */
final class RequestBodies {

    static final String THREADS = "/v1/threads";
    static final String THREAD = "/v1/threads/thread_1";
    static final String MESSAGES = "/v1/threads/thread_1/messages";
    static final String MESSAGE = "/v1/threads/thread_1/messages/msg_1";

    static final String INVALID_JSON =
            "Invalid body: failed to parse JSON value. Please check the value to ensure it is valid JSON. (Common "
                    + "errors include trailing commas, missing closing brackets, missing quotation marks, etc.)";

    private final MockMvcTester mvc;
    private final MessageService messages;
    private final ThreadService threads;

    RequestBodies(MockMvcTester mvc, MessageService messages, ThreadService threads) {
        this.mvc = mvc;
        this.messages = messages;
        this.threads = threads;
    }

    MvcTestResult post(String path, String body) {
        return post(path, body.getBytes(StandardCharsets.UTF_8));
    }

    void assertRejected(String path, String body, String param, String code, String message) {
        assertRejected(path, body.getBytes(StandardCharsets.UTF_8), param, code, message);
    }

    void assertRejected(String path, byte[] body, String param, String code, String message) {
        assertRejected(400, path, body, param, code, message);
    }

    void assertRejected(int status, String path, byte[] body, String param, String code, String message) {
        MvcTestResult response = post(path, body);

        assertThat(response).hasStatus(status).hasContentType(MediaType.APPLICATION_JSON);
        JsonNode error = error(response);
        assertThat(error.get("message").stringValue()).isEqualTo(message);
        assertThat(error.get("param").stringValue(null)).isEqualTo(param);
        assertThat(error.get("code").stringValue(null)).isEqualTo(code);
        assertThat(error.get("type").stringValue()).isEqualTo("invalid_request_error");
        verifyNoInteractions(messages, threads);
    }

    /** The error envelope's content. */
    static JsonNode error(MvcTestResult response) {
        return JsonMapper.shared()
                .readTree(response.getResponse().getContentAsByteArray())
                .get("error");
    }

    MvcTestResult post(String path, byte[] body) {
        return mvc.post()
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .content(body)
                .exchange();
    }
}
