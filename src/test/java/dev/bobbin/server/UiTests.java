package dev.bobbin.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bobbin.server.support.Server;
import dev.bobbin.server.support.ServerTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of the page in which people read conversations, on a server with API keys. */
@ServerTest(properties = "bobbin.api-keys.red=sk-red")
class UiTests implements Server {

    @ParameterizedTest
    @CsvSource({"/, /ui/", "/ui, /ui/"})
    void redirectsToThePage(String path, String target) throws Exception {
        HttpResponse<String> response = fetch(path);

        assertThat(response.statusCode()).isEqualTo(302);
        assertThat(response.headers().firstValue("Location")).hasValue(origin() + target);
    }

    @ParameterizedTest
    @CsvSource({
        "/ui/, text/html",
        "/ui/index.html, text/html",
        "/ui/app.js, text/javascript",
        "/ui/style.css, text/css",
        "/ui/icon.svg, image/svg+xml",
        "/ui/lib/marked/marked.esm.js, text/javascript",
        "/ui/lib/dompurify/purify.es.mjs, text/javascript"
    })
    void servesThePageAndItsLibrariesWithoutAKey(String path, String type) throws Exception {
        HttpResponse<String> response = fetch(path);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith(type);
        assertThat(response.body()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ui/", "/ui/app.js", "/ui/lib/marked/marked.esm.js", "/ui/nothing"})
    void forbidsScriptsAndRequestsToOtherServers(String path) throws Exception {
        HttpResponse<String> response = fetch(path);

        assertThat(response.headers().allValues("Content-Security-Policy"))
                .containsExactly("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
                        + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
                        + "require-trusted-types-for 'script'; trusted-types dompurify");
        assertThat(response.headers().allValues("Referrer-Policy")).containsExactly("no-referrer");
        assertThat(response.headers().allValues("X-Content-Type-Options")).containsExactly("nosniff");
    }

    @Test
    void letsBrowsersRevalidateItsFiles() throws Exception {
        HttpResponse<String> response = fetch("/ui/app.js");

        assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-cache");
        assertThat(fetch(
                                "/ui/app.js",
                                "If-Modified-Since",
                                response.headers().firstValue("Last-Modified").orElseThrow())
                        .statusCode())
                .isEqualTo(304);
    }

    @Test
    void leavesThePolicyAwayFromTheApi() {
        assertThat(withKey("sk-red").get("/v1/threads").header("content-security-policy"))
                .isEmpty();
    }

    private HttpResponse<String> fetch(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(origin() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }
}
