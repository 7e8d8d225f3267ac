package dev.bobbin.server.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
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

/** A plain HTTP client of a running server. Each answer has to be what the OpenAPI document promises. */
public final class ApiClient {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private final String origin;
    private final String[] headers;

    /** {@code origin} is scheme, host and port; {@code headers} are names and values in turn, sent with every request. */
    public ApiClient(String origin, String... headers) {
        this.origin = origin;
        this.headers = headers;
    }

    public Answer get(String path) {
        return send("GET", path, BodyPublishers.noBody());
    }

    public Answer delete(String path) {
        return send("DELETE", path, BodyPublishers.noBody());
    }

    public Answer post(String path, String json) {
        return send("POST", path, BodyPublishers.ofString(json), "Content-Type", "application/json");
    }

    /** What all messages of a thread say, oldest first. */
    public List<String> allTexts(String thread) {
        return allTexts(thread, "asc");
    }

    public List<String> allTexts(String thread, String order) {
        return allTexts(thread, order, 100);
    }

    public List<String> allTexts(String thread, String order, int limit) {
        List<String> texts = new ArrayList<>();
        String after = "";
        boolean more = true;
        while (more) {
            Answer page = get(thread + "/messages?order=" + order + "&limit=" + limit + "&after=" + after);
            texts.addAll(page.texts());
            after = page.json().get("last_id").stringValue("");
            more = page.hasMore();
        }
        return texts;
    }

    public Answer send(String method, String path, BodyPublisher body, String... moreHeaders) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(origin + path))
                .timeout(Duration.ofSeconds(30))
                .method(method, body);
        for (String[] some : List.of(headers, moreHeaders)) {
            if (some.length > 0) {
                request.headers(some);
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

    private static Answer checked(HttpResponse<String> response) {
        Answer answer = new Answer(response);
        assertThat(answer.header("x-request-id")).matches("req_[0-9a-f]{32}");
        String path = response.uri().getPath();
        if (path.startsWith("/actuator/") && (answer.status() == 200 || path.startsWith("/actuator/health"))) {
            return answer;
        }
        assertThat(answer.header("content-type")).isEqualTo("application/json");
        if (!response.request().method().equals("HEAD")) {
            assertThat(OpenApiDocument.violations(response.request().method(), path, answer.status(), response.body()))
                    .as(response.body())
                    .isEmpty();
        }
        return answer;
    }

    /** An answer, and the members that tests ask for. */
    public record Answer(HttpResponse<String> response) {

        public int status() {
            return response.statusCode();
        }

        public String body() {
            return response.body();
        }

        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        public JsonNode json() {
            return JsonMapper.shared().readTree(response.body());
        }

        public String id() {
            return json().get("id").stringValue();
        }

        public String text() {
            return textOf(json());
        }

        /** The ids of a page. */
        public List<String> ids() {
            return StreamSupport.stream(json().get("data").spliterator(), false)
                    .map(message -> message.get("id").stringValue())
                    .toList();
        }

        /** The texts of a page. */
        public List<String> texts() {
            return StreamSupport.stream(json().get("data").spliterator(), false)
                    .map(Answer::textOf)
                    .toList();
        }

        public boolean hasMore() {
            return json().get("has_more").booleanValue();
        }

        public String message() {
            return json().at("/error/message").stringValue();
        }

        /** Null where the envelope has null. */
        public String param() {
            return textOrNull("/error/param");
        }

        /** Null where the envelope has null. */
        public String code() {
            return textOrNull("/error/code");
        }

        private String textOrNull(String pointer) {
            JsonNode member = json().at(pointer);
            return member.isNull() ? null : member.stringValue();
        }

        private static String textOf(JsonNode message) {
            return message.at("/content/0/text/value").stringValue();
        }
    }
}
