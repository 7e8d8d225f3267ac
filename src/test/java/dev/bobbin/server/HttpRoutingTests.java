package dev.bobbin.server;

import static dev.bobbin.server.RawHttp.exchange;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bobbin.server.support.ApiClient.Response;
import dev.bobbin.server.support.Server;
import dev.bobbin.server.support.ServerTest;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths and methods, including requests that no client library sends. */
@ServerTest
class HttpRoutingTests implements Server {

    @ParameterizedTest
    @ValueSource(strings = {"/v1", "", "/openai", "/openai/v1"})
    void servesEveryPathPrefix(String prefix) {
        String thread =
                prefix + "/threads/" + api().post(prefix + "/threads", "{}").id();
        String message = thread + "/messages/"
                + api().post(thread + "/messages?api-version=1", Server.message("Hello"))
                        .id();

        assertThat(List.of(
                        api().get(thread),
                        api().post(thread, "{}"),
                        api().get(thread + "/messages"),
                        api().get(message),
                        api().post(message, "{}"),
                        api().delete(message),
                        api().delete(thread)))
                .allSatisfy(response -> assertThat(response.status()).isEqualTo(200));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    GET, /v1/foo
                    POST, /v1/foo
                    GET, /foo
                    GET, /error
                    GET, /v1/threads/thread_1/
                    GET, /v1//threads/thread_1
                    GET, /v1/threads/thread_1;a=b
                    GET, /v1/threads/thread_1/run
                    POST, /v1/conversations/conv_1/messages
                    GET, /v1/conversations/conv_1/
                    GET, /v1/filesystem
                    GET, /v2/models
                    GET, /swagger-ui/nothing
                    GET, /ui/nothing
                    GET, /ui/lib/marked/nothing
                    GET, /h2-console
                    """)
    void returns404ForAnUnknownPath(String method, String path) {
        Response response = api().send(method, path, BodyPublishers.noBody());

        assertThat(response.status()).isEqualTo(404);
        assertThat(response.body())
                .isEqualTo("{\"error\":{\"message\":\"Invalid URL (" + method + " " + path
                        + ")\",\"type\":\"invalid_request_error\",\"param\":null,\"code\":null}}");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    POST, /v1/threads/runs
                    GET, /threads/runs
                    DELETE, /openai/v1/threads/runs
                    GET, /v1/threads/thread_1/runs
                    POST, /openai/threads/thread_1/runs/run_1/submit_tool_outputs
                    GET, /v1/threads/thread_1/messages/msg_1/files
                    POST, /assistants
                    DELETE, /v1/assistants/asst_1
                    POST, /v1/chat/completions
                    POST, /openai/deployments/gpt-4o/chat/completions?api-version=1
                    POST, /openai/v1/responses
                    POST, /v1/embeddings
                    POST, /v1/completions
                    GET, /v1/models
                    GET, /v1/models/gpt-4o
                    POST, /v1/files
                    PUT, /v1/vector_stores/vs_1/file_batches
                    POST, /v1/images/generations
                    POST, /v1/audio/speech
                    POST, /v1/moderations
                    PATCH, /v1/batches
                    GET, /v1/fine_tuning/jobs
                    POST, /v1/uploads
                    OPTIONS, /v1/models
                    """)
    void saysThatAnEndpointOfOpenAiIsNotSupported(String method, String path) {
        Response response = api().send(method, path, BodyPublishers.noBody());

        assertThat(response.status()).isEqualTo(404);
        assertThat(response.body())
                .isEqualTo("{\"error\":{\"message\":\"Invalid URL (" + method + " " + path.replaceFirst("\\?.*", "")
                        + "). Bobbin serves only the endpoints for threads, messages, conversations and items. "
                        + "See \\\"Not supported\\\" in docs/compatibility.md of the Bobbin project.\","
                        + "\"type\":\"invalid_request_error\",\"param\":null,\"code\":null}}");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    DELETE, /v1/threads, 'GET, POST'
                    PUT, /v1/threads/thread_1, 'DELETE, GET, POST'
                    PATCH, /v1/threads/thread_1/messages/msg_1, 'DELETE, GET, POST'
                    DELETE, /v1/threads/thread_1/messages, 'GET, POST'
                    DELETE, /v1/conversations, 'GET, POST'
                    PATCH, /v1/conversations/conv_1, 'DELETE, GET, POST'
                    PUT, /v1/conversations/conv_1/items, 'GET, POST'
                    POST, /v1/conversations/conv_1/items/msg_1, 'DELETE, GET'
                    """)
    void returns405WithTheAllowedMethods(String method, String path, String allowed) {
        Response response = api().send(method, path, BodyPublishers.noBody());

        assertThat(response.status()).isEqualTo(405);
        assertThat(response.message()).isEqualTo("Invalid method for URL (" + method + " " + path + ")");
        assertThat(response.header("allow")).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    /v1/threads, 'GET, HEAD, OPTIONS, POST'
                    /v1/threads/thread_1, 'DELETE, GET, HEAD, OPTIONS, POST'
                    /v1/threads/thread_1/messages, 'GET, HEAD, OPTIONS, POST'
                    /v1/conversations, 'GET, HEAD, OPTIONS, POST'
                    /v1/conversations/conv_1/items/msg_1, 'DELETE, GET, HEAD, OPTIONS'
                    /swagger-ui.html, 'GET, HEAD, OPTIONS'
                    /ui/app.js, 'GET, HEAD, OPTIONS'
                    /actuator/health, 'GET, HEAD, OPTIONS'
                    """)
    void returnsTheMethodsOfThePathForOptionsAndForAPreflight(String path, String allowed) throws IOException {
        String preflight = "\r\nOrigin: http://localhost:3000\r\nAccess-Control-Request-Method: PUT";

        for (String headers : List.of("", preflight)) {
            String response = exchange(
                    port(),
                    "OPTIONS " + path + " HTTP/1.1\r\nHost: localhost" + headers + "\r\nConnection: close\r\n\r\n");

            assertThat(response).startsWith("HTTP/1.1 200 ");
            assertThat(response.lines())
                    .filteredOn(line -> line.startsWith("Allow:"))
                    .map(line -> line.replace(",", ", ").replaceAll(" +", " "))
                    .containsExactly("Allow: " + allowed);
        }
    }

    @Test
    void returnsTheStatusOfGetForHead() {
        String thread = threadWith();

        assertThat(api().send("HEAD", thread, BodyPublishers.noBody()).status()).isEqualTo(200);
        assertThat(api().send("HEAD", "/v1/threads/thread_none", BodyPublishers.noBody())
                        .status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    /v1/threads/undefined             | thread_id  | Invalid 'thread_id': 'undefined'. Expected an ID that begins with 'thread'.
                    /v1/threads/a%2Fb                 | thread_id  | Invalid 'thread_id': 'a/b'. Expected an ID that begins with 'thread'.
                    /v1/threads/%3Cb%3E               | thread_id  | Invalid 'thread_id': '<b>'. Expected an ID that begins with 'thread'.
                    /v1/threads/Thread_1              | thread_id  | Invalid 'thread_id': 'Thread_1'. Expected an ID that begins with 'thread'.
                    /v1/threads/thread_1/messages/foo | message_id | Invalid 'message_id': 'foo'. Expected an ID that begins with 'msg'.
                    """)
    void rejectsAMalformedId(String path, String param, String message) {
        Response response = api().get(path);

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.message()).isEqualTo(message);
        assertThat(response.param()).isEqualTo(param);
        assertThat(response.code()).isEqualTo("invalid_value");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/actuator", "/actuator/env", "/actuator/health/db"})
    void returns401ForActuatorPathsWithoutAnAdminKey(String path) {
        assertThat(api().get(path).status()).isEqualTo(401);
        assertThat(withKey("any").get(path).status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /v1/threads/%zz HTTP/1.1",
                "GET /v1/threads/% HTTP/1.1",
                "GET /v1/threads/a;b=%zz HTTP/1.1",
                "GET /v1/threads/%00 HTTP/1.1",
                "GET /v1/threads/<b> HTTP/1.1",
                "GET /v1/threads/a\\b HTTP/1.1",
                "GET /v1/threads/../../.. HTTP/1.1",
                "GET v1 HTTP/1.1",
                "GARBAGE",
                "TRACE /v1/threads HTTP/1.1",
                "GET /v1/threads/thread_1 HTTP/1.1\r\nX-Huge: %HUGE%",
                "GET /v1/threads/thread_%HUGE% HTTP/1.1",
                "POST /v1/threads HTTP/1.1\r\nContent-Length: abc",
                "POST /v1/threads HTTP/1.1\r\nContent-Length: -1",
                "POST /v1/threads HTTP/1.1\r\nTransfer-Encoding: gzip, foo",
                "POST /v1/threads HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nnonsense",
                "POST /v1/threads HTTP/1.1\r\nContent-Length: 5",
                "CONNECT /v1/threads HTTP/1.1",
                "GET /v1/threads HTTP/9.9"
            })
    void returnsTheErrorEnvelopeForAMalformedRequest(String head) throws IOException {
        String response = exchange(
                port(),
                head.replace("%HUGE%", "x".repeat(20_000)) + "\r\nHost: localhost\r\n" + "Connection: close\r\n\r\n");

        assertThat(response).matches("(?s)HTTP/1\\.1 4\\d\\d .*").contains("\r\nContent-Type: application/json\r\n");
        assertThat(response.lines().map(String::toLowerCase).toList())
                .filteredOn(line -> line.startsWith("x-request-id: "))
                .singleElement()
                .asString()
                .matches("x-request-id: req_[0-9a-f]{32}");
        assertThat(response)
                .containsPattern("\\{\"error\":\\{\"message\":\".+\",\"type\":\"\\w+\",\"param\":null,\"code\":null}}");
        assertThat(response).doesNotContainIgnoringCase("tomcat").doesNotContain("<html");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRACE /v1/threads", "POST /"})
    void keepsTheConnectionAfterAMethodThatTomcatRejects(String line) throws IOException {
        String responses = exchange(
                port(),
                line + " HTTP/1.1\r\nHost: localhost\r\n\r\nGET " + threadWith()
                        + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        assertThat(responses).startsWith("HTTP/1.1 405 ").contains("}}HTTP/1.1 200 ", "\"object\":\"thread\"");
    }
}
