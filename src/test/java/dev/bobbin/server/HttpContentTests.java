package dev.bobbin.server;

import static dev.bobbin.server.RawHttp.exchange;
import static dev.bobbin.server.RawHttp.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bobbin.server.support.ApiClient.Response;
import dev.bobbin.server.support.Server;
import dev.bobbin.server.support.ServerTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
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
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Headers and bodies, including those that no client library sends. */
@ServerTest(properties = "bobbin.max-body-size=100KB")
@ExtendWith(OutputCaptureExtension.class)
class HttpContentTests implements Server {

    private static final int MAX_BODY = 100 * 1024;

    @ParameterizedTest
    @CsvSource({"GET, /v1/threads/thread_1", "GET, /v1/foo", "PUT, /v1/threads", "POST, /v1/threads/thread_1/messages"})
    void sendsTheContentLengthOfAnError(String method, String path) {
        Response response = api().send(method, path, BodyPublishers.ofString("{"));

        assertThat(response.header("content-length"))
                .isEqualTo(String.valueOf(response.body().length()));
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
    void sendsNosniffOnceWithEveryResponse(String line) throws IOException {
        assertThat(exchange(port(), line + "\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                        .lines())
                .filteredOn(header -> header.equalsIgnoreCase("X-Content-Type-Options: nosniff"))
                .hasSize(1);
    }

    @Test
    void returns400WithoutAHostHeader() throws IOException {
        assertThat(exchange(port(), "GET /v1/threads/thread_1 HTTP/1.1\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ")
                .contains("{\"error\":{");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*/*", "text/html", "application/xml", "application/yaml", "image/png;q=0.5", "nonsense"})
    void returnsJsonForAnyAcceptHeader(String accept) {
        assertThat(api().send("GET", threadWith(), BodyPublishers.noBody(), "Accept", accept)
                        .status())
                .isEqualTo(200);
        assertThat(api().send("GET", "/v1/threads/thread_none", BodyPublishers.noBody(), "Accept", accept)
                        .status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "DELETE"})
    void ignoresContentTypeAndBodyOfAGetOrDelete(String method) {
        assertThat(api().send(method, threadWith(), BodyPublishers.noBody(), "Content-Type", "application/json")
                        .status())
                .isEqualTo(200);
        assertThat(api().send(method, threadWith(), BodyPublishers.ofString("{nonsense"), "Content-Type", "text/plain")
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/json; charset=utf-8", "Application/JSON"})
    void acceptsJsonContentTypes(String type) {
        assertThat(api().send("POST", "/v1/threads", BodyPublishers.ofString("{}"), "Content-Type", type)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void acceptsABodyWithoutAContentType() {
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
    void rejectsOtherContentTypes(String type) {
        Response response = api().send("POST", "/v1/threads", BodyPublishers.ofString("{}"), "Content-Type", type);

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.code()).isEqualTo("unsupported_content_type");
        assertThat(response.message())
                .isEqualTo("Unsupported content type: '" + type
                        + "'. This API method only accepts 'application/json' requests, but you specified the header "
                        + "'Content-Type: " + type + "'. Please try again with a supported content type.");
    }

    @Test
    void rejectsACompressedBody() {
        Response response = api().send(
                        "POST",
                        "/v1/threads",
                        BodyPublishers.ofString("{}"),
                        "Content-Type",
                        "application/json",
                        "Content-Encoding",
                        "gzip");

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.message()).isEqualTo("Unsupported content encoding: 'gzip'.");
    }

    @Test
    void acceptsTheLargestBodyAndRejectsOneByteMore() {
        String thread = threadWith();
        String emptyMessage = Server.message("");
        String largest = Server.message("x".repeat(MAX_BODY - emptyMessage.length()));

        assertThat(api().post(thread + "/messages", largest).status()).isEqualTo(200);
        assertThat(List.of(
                        api().post(thread + "/messages", largest + " "),
                        api().send("POST", thread + "/messages", chunked(largest + " ")),
                        api().send("POST", thread + "/messages", chunked(largest.repeat(20)))))
                .allSatisfy(response -> {
                    assertThat(response.status()).isEqualTo(413);
                    assertThat(response.message()).contains("102400 bytes");
                });
        assertThat(api().get(thread + "/messages").ids()).hasSize(1);
    }

    @Test
    void returnsA413ThatTheSenderOfALargeBodyCanRead() throws IOException {
        String body = "x".repeat(MAX_BODY * 100);
        try (Socket socket = new Socket("127.0.0.1", port())) {
            send(
                    socket,
                    "POST /v1/threads HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + body.length() + "\r\n\r\n");
            String firstByte = new String(socket.getInputStream().readNBytes(1), StandardCharsets.UTF_8);
            send(socket, body);
            String rest = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(firstByte + rest).startsWith("HTTP/1.1 413 ").contains("102400 bytes");
        }
    }

    @Test
    void compressesALongResponseOnRequest() throws IOException {
        String thread = threadWith("x".repeat(5000));
        Socket socket = new Socket("127.0.0.1", port());
        try (socket) {
            send(socket, "GET " + thread + "/messages HTTP/1.0\r\nAccept-Encoding: gzip\r\n\r\n");
            byte[] response = socket.getInputStream().readAllBytes();
            String head = new String(response, StandardCharsets.ISO_8859_1);
            int body = head.indexOf("\r\n\r\n") + 4;

            assertThat(head.substring(0, body)).containsIgnoringCase("content-encoding: gzip");
            assertThat(new GZIPInputStream(new ByteArrayInputStream(response, body, response.length - body))
                            .readAllBytes())
                    .asString(StandardCharsets.UTF_8)
                    .contains("x".repeat(5000));
        }
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
    void returns403ForAPublicHostOrOriginWithoutAKey(String headers) throws IOException {
        String thread = threadWith("Secret");
        String response = exchange(
                port(), "GET " + thread + "/messages HTTP/1.1\r\n" + headers + "\r\nConnection: close\r\n\r\n");

        assertThat(response)
                .startsWith("HTTP/1.1 403 ")
                .contains("{\"error\":{")
                .doesNotContain("Secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "file://", "app://bobbin", "https://app.example"})
    void namesTheSettingsThatAllowAnOrigin(String origin) {
        Response response = api().send("GET", "/v1/threads/thread_1", BodyPublishers.noBody(), "Origin", origin);

        assertThat(response.status()).isEqualTo(403);
        assertThat(response.message())
                .contains("'" + origin + "'", "bobbin.cors.allowed-origins", "bobbin.api-keys")
                .doesNotContain("127.0.0.1");
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
    void acceptsALocalHostAndOriginWithoutAKey(String headers) throws IOException {
        assertThat(exchange(
                        port(), "GET " + threadWith() + " HTTP/1.1\r\n" + headers + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:3000", "https://evil.example"})
    void sendsNoCorsHeadersByDefault(String origin) throws IOException {
        for (String method : List.of("GET", "OPTIONS")) {
            assertThat(exchange(
                            port(),
                            method + " " + threadWith() + " HTTP/1.1\r\nHost: localhost\r\nOrigin: " + origin
                                    + "\r\nAccess-Control-Request-Method: GET\r\nConnection: close\r\n\r\n"))
                    .doesNotContainIgnoringCase("access-control-");
        }
    }

    @Test
    void logsNeitherErrorsNorSecretsForInvalidRequests(CapturedOutput output) throws IOException {
        String secret = "sk-secret";
        String thread = threadWith("x".repeat(90_000), "x".repeat(90_000), "x".repeat(90_000));
        exchange(port(), "GET " + thread + " HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + secret + "\0\r\n\r\n");
        exchange(
                port(),
                "POST /v1/threads HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}" + secret + " {\"a\": 1}\r\n\r\n");
        exchange(port(), "POST /v1/threads HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n\r\n");
        try (Socket aborting = new Socket("127.0.0.1", port())) {
            aborting.setSoLinger(true, 0);
            send(aborting, "GET " + thread + "/messages HTTP/1.1\r\nHost: a\r\n\r\n");
        }
        exchange(port(), "GET /nowhere HTTP/1.1\r\nHost: a\r\nAccept: nonsense\r\nConnection: close\r\n\r\n");
        api().get(thread);

        assertThat(output.getAll())
                .doesNotContain(secret)
                .doesNotContain("\tat ")
                .doesNotContain("Accept")
                .doesNotContain(" ERROR ");
    }

    /** A body without a {@code Content-Length}. */
    private static BodyPublisher chunked(String body) {
        return BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
    }
}
