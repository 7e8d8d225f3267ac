package dev.bobbin.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bobbin.server.support.Server;
import dev.bobbin.server.support.ServerTest;
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

/** CORS headers of a server without API keys that allows two origins. */
@ServerTest(properties = "bobbin.cors.allowed-origins=https://app.example, https://admin.example")
class CorsTests implements Server {

    @Test
    void allowsMethodsAndHeadersInAPreflight() throws Exception {
        HttpResponse<String> response = preflight("https://app.example", "DELETE");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(header(response, "access-control-allow-origin")).isEqualTo("https://app.example");
        assertThat(header(response, "access-control-allow-methods")).isEqualTo("GET,POST,DELETE");
        assertThat(header(response, "access-control-allow-headers")).isEqualTo("authorization, x-stainless-lang");
        assertThat(header(response, "access-control-allow-credentials")).isEmpty();
        assertThat(header(response, "x-request-id")).startsWith("req_");
    }

    @Test
    void exposesResponseHeadersToAnAllowedOrigin() throws Exception {
        HttpResponse<String> response = get("https://admin.example", "/v1/threads/thread_none");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(header(response, "access-control-allow-origin")).isEqualTo("https://admin.example");
        assertThat(header(response, "access-control-expose-headers"))
                .contains("x-request-id", "retry-after", "idempotent-replayed", "x-ratelimit-remaining-requests");
        assertThat(header(response, "vary")).contains("Origin");
    }

    @Test
    void returnsAReadable401ToAnAllowedOrigin() throws Exception {
        HttpResponse<String> response = get("https://app.example", "/actuator/env");

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(header(response, "access-control-allow-origin")).isEqualTo("https://app.example");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "https://app.example.evil.example", "http://app.example", "null"})
    void returns403WithoutCorsHeadersToOtherOrigins(String origin) throws Exception {
        HttpResponse<String> preflight = preflight(origin, "GET");
        HttpResponse<String> response = get(origin, "/v1/threads/thread_none");

        assertThat(preflight.statusCode()).isEqualTo(403);
        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(preflight.body()).isEqualTo(response.body()).startsWith("{\"error\":{");
        assertThat(preflight.headers().map().keySet()).noneMatch(name -> name.startsWith("access-control-"));
        assertThat(response.headers().map().keySet()).noneMatch(name -> name.startsWith("access-control-"));
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

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }
}
