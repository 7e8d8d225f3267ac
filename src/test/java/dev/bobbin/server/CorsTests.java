package dev.bobbin.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bobbin.BobbinApplication;
import dev.bobbin.server.support.ResponseValidation;
import dev.bobbin.server.support.Server;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What a browser is told about web pages of other origins, by a server without keys that allows one of them. */
@SpringBootTest(
        classes = {BobbinApplication.class, ResponseValidation.class},
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.datasource.url=jdbc:h2:mem:cors",
            "bobbin.cors.allowed-origins=https://app.example, https://admin.example"
        })
class CorsTests implements Server {

    @LocalServerPort
    private int port;

    @Override
    public int port() {
        return port;
    }

    @Test
    void tellsAnAllowedPageWhatItMaySend() throws Exception {
        HttpResponse<String> answer = preflight("https://app.example", "DELETE");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "access-control-allow-origin")).isEqualTo("https://app.example");
        assertThat(header(answer, "access-control-allow-methods")).isEqualTo("GET,POST,DELETE");
        assertThat(header(answer, "access-control-allow-headers")).isEqualTo("authorization, x-stainless-lang");
        assertThat(header(answer, "access-control-allow-credentials")).isEmpty();
        assertThat(header(answer, "x-request-id")).startsWith("req_");
    }

    @Test
    void letsAnAllowedPageReadTheAnswer() throws Exception {
        HttpResponse<String> answer = get("https://admin.example", "/v1/threads/thread_none");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(header(answer, "access-control-allow-origin")).isEqualTo("https://admin.example");
        assertThat(header(answer, "access-control-expose-headers"))
                .contains("x-request-id", "retry-after", "idempotent-replayed", "x-ratelimit-remaining-requests");
        assertThat(header(answer, "vary")).contains("Origin");
    }

    @Test
    void letsAPageReadThatItHasNoAdminKey() throws Exception {
        HttpResponse<String> answer = get("https://app.example", "/actuator/env");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(header(answer, "access-control-allow-origin")).isEqualTo("https://app.example");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "https://app.example.evil.example", "http://app.example", "null"})
    void saysNothingToOtherPages(String origin) throws Exception {
        HttpResponse<String> preflight = preflight(origin, "GET");
        HttpResponse<String> answer = get(origin, "/v1/threads/thread_none");

        assertThat(preflight.statusCode()).isEqualTo(403);
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(preflight.body()).isEqualTo(answer.body()).startsWith("{\"error\":{");
        assertThat(preflight.headers().map().keySet()).noneMatch(name -> name.startsWith("access-control-"));
        assertThat(answer.headers().map().keySet()).noneMatch(name -> name.startsWith("access-control-"));
    }

    private HttpResponse<String> preflight(String origin, String method) throws IOException, InterruptedException {
        return send(request(origin, "/v1/threads/thread_none")
                .method("OPTIONS", BodyPublishers.noBody())
                .header("Access-Control-Request-Method", method)
                .header("Access-Control-Request-Headers", "authorization, x-stainless-lang"));
    }

    private HttpResponse<String> get(String origin, String path) throws IOException, InterruptedException {
        return send(request(origin, path));
    }

    private HttpRequest.Builder request(String origin, String path) {
        return HttpRequest.newBuilder(URI.create(origin() + path)).header("Origin", origin);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
