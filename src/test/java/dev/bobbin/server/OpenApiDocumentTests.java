package dev.bobbin.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bobbin.BobbinApplication;
import dev.bobbin.server.support.OpenApiDocument;
import dev.bobbin.server.support.Server;
import dev.bobbin.server.support.ServerTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** The OpenAPI document matches the routes of the code, and the server publishes it. */
@ServerTest(classes = BobbinApplication.class)
class OpenApiDocumentTests implements Server {

    private static final String ERROR =
            "{\"error\":{\"message\":\"\",\"type\":\"invalid_request_error\",\"param\":null,\"code\":null}}";
    private static final Set<String> PREFIXES = Set.of("", "/v1", "/openai", "/openai/v1");

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping routes;

    @Test
    void documentsEveryRouteAndNoOther() {
        Set<String> routed = routes.getHandlerMethods().keySet().stream()
                .flatMap(OpenApiDocumentTests::calls)
                .filter(call -> call.matches("[A-Z]+ (/v1|/openai|/openai/v1)?/(threads|conversations).*"))
                .collect(Collectors.toSet());
        Set<String> documented = OpenApiDocument.operations().stream()
                .flatMap(call -> PREFIXES.stream().map(prefix -> call.replaceFirst(" ", " " + prefix)))
                .map(call -> call.replace("_id}", "Id}"))
                .collect(Collectors.toSet());

        assertThat(routed).isEqualTo(documented);
    }

    @Test
    void detectsInvalidResponses() {
        assertThat(OpenApiDocument.violations("GET", "/v1/threads/thread_1", 200, "{}"))
                .isNotEmpty();
        assertThat(OpenApiDocument.violations("GET", "/v1/threads/thread_1", 201, "{}"))
                .isNotEmpty();
        assertThat(OpenApiDocument.violations("GET", "/v1/threads/thread_1", 413, ERROR))
                .isNotEmpty();
        assertThat(OpenApiDocument.violations("POST", "/v1/threads/thread_1", 409, ERROR))
                .isNotEmpty();
        assertThat(OpenApiDocument.violations("POST", "/v1/threads/thread_1", 413, ERROR))
                .isEmpty();
        assertThat(OpenApiDocument.violations("GET", "/v1/foo", 404, "{\"error\":{\"message\":\"\"}}"))
                .isNotEmpty();
    }

    @Test
    void servesTheYamlFileUnchanged() throws Exception {
        try (var file = getClass().getResourceAsStream("/openapi.yaml")) {
            assertThat(fetch("/v3/api-docs.yaml")).isEqualTo(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void servesJsonToSwaggerUi() throws Exception {
        assertThat(fetch("/v3/api-docs")).startsWith("{\"openapi\":\"3.1.0\"");
        assertThat(fetch("/v3/api-docs/swagger-config")).contains("\"url\":\"/v3/api-docs\"");
        assertThat(fetch("/swagger-ui.html")).contains("Swagger UI");
        assertThat(fetch("/swagger-ui/swagger-initializer.js")).contains("Bobbin API");
    }

    /** The body that a browser receives after redirects. */
    private String fetch(String path) throws IOException, InterruptedException {
        return HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build()
                .send(HttpRequest.newBuilder(URI.create(origin() + path)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static Stream<String> calls(RequestMappingInfo route) {
        return route.getMethodsCondition().getMethods().stream()
                .flatMap(method ->
                        route.getPatternValues().stream().map(path -> method + " " + path.replaceAll(":[^}]+", "")));
    }
}
