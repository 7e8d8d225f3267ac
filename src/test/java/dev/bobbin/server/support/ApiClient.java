package dev.bobbin.server.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** HTTP client for a running server. It checks every response against the OpenAPI document. */
public final class ApiClient {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private final String origin;
    private final String[] headers;

    /**
     * Creates a client for one server.
     *
     * @param origin scheme, host and port
     * @param headers alternating names and values of headers that the client sends with every request
     */
    public ApiClient(String origin, String... headers) {
        this.origin = origin;
        this.headers = headers;
    }

    public Response get(String path) {
        return send("GET", path, BodyPublishers.noBody());
    }

    public Response delete(String path) {
        return send("DELETE", path, BodyPublishers.noBody());
    }

    public Response post(String path, String json) {
        return send("POST", path, BodyPublishers.ofString(json), "Content-Type", "application/json");
    }

    /** Imports threads from a body with these lines. */
    public Response importLines(String... lines) {
        return importTo("/v1/threads/import", lines);
    }

    /** Imports conversations from a body with these lines. */
    public Response importConversations(String... lines) {
        return importTo("/v1/conversations/import", lines);
    }

    /** @param path the path of an import, perhaps with a query */
    public Response importTo(String path, String... lines) {
        return send(
                "POST", path, BodyPublishers.ofString(String.join("\n", lines)), "Content-Type", "application/jsonl");
    }

    /** Returns the text of every message of a thread, oldest first. */
    public List<String> allTexts(String owner) {
        return allTexts(owner, "asc");
    }

    public List<String> allTexts(String owner, String order) {
        return allTexts(owner, order, 100);
    }

    /** Reads the texts of a thread's messages or a conversation's items. */
    public List<String> allTexts(String owner, String order, int limit) {
        List<String> texts = new ArrayList<>();
        String after = "";
        boolean more = true;
        while (more) {
            Response page = get(Server.elementsOf(owner) + "?order=" + order + "&limit=" + limit + "&after=" + after);
            texts.addAll(page.texts());
            after = page.json().get("last_id").stringValue("");
            more = page.hasMore();
        }
        return texts;
    }

    public Response send(String method, String path, BodyPublisher body, String... moreHeaders) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(origin + path))
                .timeout(Duration.ofSeconds(30))
                .method(method, body);
        for (String[] namesAndValues : List.of(headers, moreHeaders)) {
            if (namesAndValues.length > 0) {
                request.headers(namesAndValues);
            }
        }
        try {
            return checked(CLIENT.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Response checked(HttpResponse<String> httpResponse) {
        Response response = new Response(httpResponse);
        assertThat(response.header("x-request-id")).matches("req_[0-9a-f]{32}");
        String path = httpResponse.uri().getPath();
        if (path.equals("/livez") || path.equals("/readyz")) {
            return response;
        }
        if (path.startsWith("/actuator/") && (response.status() == 200 || path.startsWith("/actuator/health"))) {
            return response;
        }
        boolean lines = path.matches(".*/(threads|conversations)/(.*/)?export") && response.status() == 200;
        assertThat(response.header("content-type")).isEqualTo(lines ? "application/jsonl" : "application/json");
        String method = httpResponse.request().method();
        if (!method.equals("HEAD")) {
            assertThat(OpenApiDocument.violations(method, path, response.status(), response.body()))
                    .as(response.body())
                    .isEmpty();
        }
        return response;
    }

    /** A response, with accessors for the JSON members that tests use. */
    public record Response(HttpResponse<String> http) {

        public int status() {
            return http.statusCode();
        }

        public String body() {
            return http.body();
        }

        public HttpHeaders headers() {
            return http.headers();
        }

        /** Returns an empty string if the response does not contain the header. */
        public String header(String name) {
            return headers().firstValue(name).orElse("");
        }

        public JsonNode json() {
            return JsonMapper.shared().readTree(http.body());
        }

        public String id() {
            return json().get("id").stringValue();
        }

        public String text() {
            return textOf(json());
        }

        /** Returns the ids of the objects on a page. */
        public List<String> ids() {
            return StreamSupport.stream(json().get("data").spliterator(), false)
                    .map(object -> object.get("id").stringValue())
                    .toList();
        }

        /** Returns the message texts of a page. */
        public List<String> texts() {
            return StreamSupport.stream(json().get("data").spliterator(), false)
                    .map(Response::textOf)
                    .toList();
        }

        public boolean hasMore() {
            return json().get("has_more").booleanValue();
        }

        public String message() {
            return json().at("/error/message").stringValue();
        }

        /** Returns null if the error has no parameter. */
        public String param() {
            return textOrNull("/error/param");
        }

        /** Returns null if the error has no code. */
        public String code() {
            return textOrNull("/error/code");
        }

        private String textOrNull(String pointer) {
            JsonNode member = json().at(pointer);
            return member.isNull() ? null : member.stringValue();
        }

        /** The text of a message of a thread, or of a conversation. */
        private static String textOf(JsonNode message) {
            JsonNode text = message.at("/content/0/text");
            return text.isString() ? text.stringValue() : text.get("value").stringValue();
        }
    }
}
