package dev.bobbin.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bobbin.BobbinApplication;
import dev.bobbin.server.support.ApiClient.Answer;
import dev.bobbin.server.support.ResponseValidation;
import dev.bobbin.server.support.Server;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What happens around the calls: addresses, methods, headers and bodies that no client library would send. */
@SpringBootTest(
        classes = {BobbinApplication.class, ResponseValidation.class},
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"spring.datasource.url=jdbc:h2:mem:manners", "bobbin.max-body-size=100KB"})
@ExtendWith(OutputCaptureExtension.class)
class HttpProtocolTests implements Server {

    private static final int MAX_BODY = 100 * 1024;

    @LocalServerPort
    private int port;

    @Override
    public int port() {
        return port;
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1", "", "/openai", "/openai/v1"})
    void servesEveryPrefix(String prefix) {
        String thread =
                prefix + "/threads/" + api().post(prefix + "/threads", "{}").id();
        String message = thread + "/messages/"
                + api().post(thread + "/messages?api-version=1", Server.say("Hello"))
                        .id();

        assertThat(List.of(
                        api().get(thread),
                        api().post(thread, "{}"),
                        api().get(thread + "/messages"),
                        api().get(message),
                        api().post(message, "{}"),
                        api().delete(message),
                        api().delete(thread)))
                .allSatisfy(answer -> assertThat(answer.status()).isEqualTo(200));
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
                    POST, /v1/threads/runs
                    GET, /v1/threads/runs
                    DELETE, /v1/threads/runs
                    GET, /v1/threads/thread_1/runs
                    POST, /v1/threads/thread_1/runs
                    GET, /swagger-ui/nothing
                    GET, /h2-console
                    """)
    void knowsNoOtherAddress(String method, String path) {
        Answer answer = api().send(method, path, BodyPublishers.noBody());

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.body())
                .isEqualTo("{\"error\":{\"message\":\"Invalid URL (" + method + " " + path
                        + ")\",\"type\":\"invalid_request_error\",\"param\":null,\"code\":null}}");
    }

    @ParameterizedTest
    @CsvSource({"GET, /v1/threads/thread_1", "GET, /v1/foo", "PUT, /v1/threads", "POST, /v1/threads/thread_1/messages"})
    void tellsTheLengthOfAnError(String method, String path) {
        Answer answer = api().send(method, path, BodyPublishers.ofString("{"));

        assertThat(answer.header("content-length"))
                .isEqualTo(String.valueOf(answer.body().length()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/actuator", "/actuator/env", "/actuator/health/db"})
    void showsWhatIsTheOperatorsToNobodyWithoutAnAdminKey(String path) {
        assertThat(api().get(path).status()).isEqualTo(401);
        assertThat(with("any").get(path).status()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    GET, /v1/threads, POST
                    PUT, /v1/threads/thread_1, 'DELETE,GET,POST'
                    PATCH, /v1/threads/thread_1/messages/msg_1, 'DELETE,GET,POST'
                    DELETE, /v1/threads/thread_1/messages, 'GET,POST'
                    """)
    void namesTheMethodsThatAnAddressHas(String method, String path, String allowed) {
        Answer answer = api().send(method, path, BodyPublishers.noBody());

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.message()).isEqualTo("Invalid method for URL (" + method + " " + path + ")");
        assertThat(answer.header("allow").split(", ")).containsExactlyInAnyOrder(allowed.split(","));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    /v1/threads/undefined             | thread_id  | Invalid 'thread_id': 'undefined'. Expected an ID that begins with 'thread'.
                    /v1/threads/a%2Fb                 | thread_id  | Invalid 'thread_id': 'a/b'. Expected an ID that begins with 'thread'.
                    /v1/threads/%3Cb%3E               | thread_id  | Invalid 'thread_id': '<b>'. Expected an ID that begins with 'thread'.
                    /v1/threads/Thread_1              | thread_id  | Invalid 'thread_id': 'Thread_1'. Expected an ID that begins with 'thread'.
                    /v1/threads/thread_1/messages/foo | message_id | Invalid 'message_id': 'foo'. Expected an ID that begins with 'msg'.
                    """)
    void refusesAnIdThatIsNone(String path, String param, String message) {
        Answer answer = api().get(path);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.message()).isEqualTo(message);
        assertThat(answer.param()).isEqualTo(param);
        assertThat(answer.code()).isEqualTo("invalid_value");
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
    void answersWithTheEnvelopeWhateverIsWrongWithTheHead(String head) throws IOException {
        String answer = exchange(
                head.replace("%HUGE%", "x".repeat(20_000)) + "\r\nHost: localhost\r\n" + "Connection: close\r\n\r\n");

        assertThat(answer).matches("(?s)HTTP/1\\.1 4\\d\\d .*").contains("\r\nContent-Type: application/json\r\n");
        assertThat(answer.lines().map(String::toLowerCase).toList())
                .filteredOn(line -> line.startsWith("x-request-id: "))
                .singleElement()
                .asString()
                .matches("x-request-id: req_[0-9a-f]{32}");
        assertThat(answer)
                .containsPattern("\\{\"error\":\\{\"message\":\".+\",\"type\":\"\\w+\",\"param\":null,\"code\":null}}");
        assertThat(answer).doesNotContainIgnoringCase("tomcat").doesNotContain("<html");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRACE /v1/threads", "POST /"})
    void answersOnTheSameConnectionAfterAMethodThatTheWebServerRefuses(String line) throws IOException {
        String answers = exchange(line + " HTTP/1.1\r\nHost: localhost\r\n\r\nGET " + threadWith()
                + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        assertThat(answers).startsWith("HTTP/1.1 405 ").contains("}}HTTP/1.1 200 ", "\"object\":\"thread\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /v1/threads/thread_none HTTP/1.1",
                "GET /v1/threads/%zz HTTP/1.1",
                "GET / HTTP/1.1",
                "GET /swagger-ui/index.html HTTP/1.1",
                "GET /actuator/health HTTP/1.1",
                "GARBAGE"
            })
    void letsNoBrowserGuessTheTypeOfAnAnswer(String line) throws IOException {
        assertThat(exchange(line + "\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                        .lines())
                .filteredOn(header -> header.equalsIgnoreCase("X-Content-Type-Options: nosniff"))
                .hasSize(1);
    }

    @Test
    void refusesARequestWithoutAHost() throws IOException {
        assertThat(exchange("GET /v1/threads/thread_1 HTTP/1.1\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ")
                .contains("{\"error\":{");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*/*", "text/html", "application/xml", "application/yaml", "image/png;q=0.5", "nonsense"})
    void answersJsonWhateverIsAccepted(String accept) {
        assertThat(api().send("GET", threadWith(), BodyPublishers.noBody(), "Accept", accept)
                        .status())
                .isEqualTo(200);
        assertThat(api().send("GET", "/v1/threads/thread_none", BodyPublishers.noBody(), "Accept", accept)
                        .status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "DELETE"})
    void doesNotMindATypeWithoutABodyNorABodyWhereNoneBelongs(String method) {
        assertThat(api().send(method, threadWith(), BodyPublishers.noBody(), "Content-Type", "application/json")
                        .status())
                .isEqualTo(200);
        assertThat(api().send(method, threadWith(), BodyPublishers.ofString("{nonsense"), "Content-Type", "text/plain")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void answersHead() {
        String thread = threadWith();

        assertThat(api().send("HEAD", thread, BodyPublishers.noBody()).status()).isEqualTo(200);
        assertThat(api().send("HEAD", "/v1/threads/thread_none", BodyPublishers.noBody())
                        .status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/json; charset=utf-8", "Application/JSON"})
    void takesJsonTypes(String type) {
        assertThat(api().send("POST", "/v1/threads", BodyPublishers.ofString("{}"), "Content-Type", type)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void takesABodyWithoutAType() {
        assertThat(api().send("POST", "/v1/threads", BodyPublishers.ofString("{\"metadata\": {\"a\": \"1\"}}"))
                        .json()
                        .at("/metadata/a")
                        .stringValue())
                .isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "nonsense"
            })
    void refusesOtherTypes(String type) {
        Answer answer = api().send("POST", "/v1/threads", BodyPublishers.ofString("{}"), "Content-Type", type);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("unsupported_content_type");
        assertThat(answer.message())
                .isEqualTo("Unsupported content type: '" + type
                        + "'. This API method only accepts 'application/json' requests, but you specified the header "
                        + "'Content-Type: " + type + "'. Please try again with a supported content type.");
    }

    @Test
    void refusesACompressedBody() {
        Answer answer = api().send(
                        "POST",
                        "/v1/threads",
                        BodyPublishers.ofString("{}"),
                        "Content-Type",
                        "application/json",
                        "Content-Encoding",
                        "gzip");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.message()).isEqualTo("Unsupported content encoding: 'gzip'.");
    }

    @Test
    void takesABodyOfTheLargestSizeAndRefusesOneByteMore() {
        String thread = threadWith();
        String frame = Server.say("");
        String largest = Server.say("x".repeat(MAX_BODY - frame.length()));

        assertThat(api().post(thread + "/messages", largest).status()).isEqualTo(200);
        assertThat(List.of(
                        api().post(thread + "/messages", largest + " "),
                        api().send("POST", thread + "/messages", chunked(largest + " ")),
                        api().send("POST", thread + "/messages", chunked(largest.repeat(20)))))
                .allSatisfy(answer -> {
                    assertThat(answer.status()).isEqualTo(413);
                    assertThat(answer.message()).contains("102400 bytes");
                });
        assertThat(api().get(thread + "/messages").ids()).hasSize(1);
    }

    @Test
    void compressesALongAnswerOnRequest() throws IOException {
        String thread = threadWith("x".repeat(5000));
        Socket socket = new Socket("127.0.0.1", port);
        try (socket) {
            send(socket, "GET " + thread + "/messages HTTP/1.0\r\nAccept-Encoding: gzip\r\n\r\n");
            byte[] answer = socket.getInputStream().readAllBytes();
            String head = new String(answer, StandardCharsets.ISO_8859_1);
            int body = head.indexOf("\r\n\r\n") + 4;

            assertThat(head.substring(0, body)).containsIgnoringCase("content-encoding: gzip");
            assertThat(new GZIPInputStream(new ByteArrayInputStream(answer, body, answer.length - body)).readAllBytes())
                    .asString(StandardCharsets.UTF_8)
                    .contains("x".repeat(5000));
        }
    }

    @Test
    void letsTheSenderOfARefusedBodyReadTheAnswer() throws IOException {
        int size = MAX_BODY * 100;
        String answer = exchange("POST /v1/threads HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + size + "\r\n\r\n"
                + "x".repeat(size));

        assertThat(answer).startsWith("HTTP/1.1 413 ").contains("102400 bytes");
    }

    @Test
    void keepsItsLogFreeOfWhatClientsGetWrong(CapturedOutput output) throws IOException {
        String secret = "sk-secret";
        String thread = threadWith("x".repeat(90_000), "x".repeat(90_000), "x".repeat(90_000));
        exchange("GET " + thread + " HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + secret + "\0\r\n\r\n");
        exchange(
                "POST /v1/threads HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}" + secret + " {\"a\": 1}\r\n\r\n");
        exchange("POST /v1/threads HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n\r\n");
        try (Socket impatient = new Socket("127.0.0.1", port)) {
            impatient.setSoLinger(true, 0);
            send(impatient, "GET " + thread + "/messages HTTP/1.1\r\nHost: a\r\n\r\n");
        }
        exchange("GET /nowhere HTTP/1.1\r\nHost: a\r\nAccept: nonsense\r\nConnection: close\r\n\r\n");
        api().get(thread);

        assertThat(output.getAll())
                .doesNotContain(secret)
                .doesNotContain("\tat ")
                .doesNotContain("Accept")
                .doesNotContain(" ERROR ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: evil.example",
                "Host: evil.example.:80",
                "Host: localhost\r\nOrigin: https://evil.example",
                "Host: localhost\r\nOrigin: null",
                "Host: localhost\r\nOrigin: http://localhost.evil.example",
                "Host: localhost\r\nOrigin: http://10.1.2.3"
            })
    void doesNotServeWebPagesWithoutAKey(String headers) throws IOException {
        String thread = threadWith("Secret");
        String read = exchange("GET " + thread + "/messages HTTP/1.1\r\n" + headers + "\r\nConnection: close\r\n\r\n");

        assertThat(read).startsWith("HTTP/1.1 403 ").contains("{\"error\":{").doesNotContain("Secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: localhost",
                "Host: 127.0.0.1:80",
                "Host: [::1]:80",
                "Host: bobbin",
                "Host: host.docker.internal",
                "Host: localhost\r\nOrigin: http://localhost:3000",
                "Host: localhost\r\nOrigin: http://127.0.0.1"
            })
    void servesItsOwnMachineWithoutAKey(String headers) throws IOException {
        assertThat(exchange("GET " + threadWith() + " HTTP/1.1\r\n" + headers + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:3000", "https://evil.example"})
    void saysNothingToWebPagesUnlessAsked(String origin) throws IOException {
        for (String method : List.of("GET", "OPTIONS")) {
            assertThat(exchange(method + " " + threadWith() + " HTTP/1.1\r\nHost: localhost\r\nOrigin: " + origin
                            + "\r\nAccess-Control-Request-Method: GET\r\nConnection: close\r\n\r\n"))
                    .doesNotContainIgnoringCase("access-control-");
        }
    }

    private String exchange(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            send(socket, request);
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void send(Socket socket, String request) throws IOException {
        socket.setSoTimeout(10_000);
        OutputStream out = socket.getOutputStream();
        out.write(request.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** A body whose length is not announced. */
    private static BodyPublisher chunked(String body) {
        return BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
    }
}
