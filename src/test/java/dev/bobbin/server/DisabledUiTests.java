package dev.bobbin.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bobbin.server.support.Server;
import dev.bobbin.server.support.ServerTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server without the page in which people read conversations. */
@ServerTest(properties = "bobbin.ui.enabled=false")
class DisabledUiTests implements Server {

    @ParameterizedTest
    @ValueSource(strings = {"/ui", "/ui/", "/ui/app.js", "/ui/lib/marked/marked.esm.js"})
    void returns404(String path) {
        assertThat(api().get(path).status()).isEqualTo(404);
    }

    @Test
    void redirectsTheRootUrlToSwaggerUi() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(origin() + "/")).build();

        assertThat(HttpClient.newHttpClient()
                        .send(request, BodyHandlers.discarding())
                        .headers()
                        .firstValue("Location"))
                .hasValue(origin() + "/swagger-ui/index.html");
    }
}
