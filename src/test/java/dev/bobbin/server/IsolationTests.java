package dev.bobbin.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bobbin.BobbinApplication;
import dev.bobbin.server.support.ApiClient.Response;
import dev.bobbin.server.support.OpenApiDocument;
import dev.bobbin.server.support.ResponseValidation;
import dev.bobbin.server.support.Server;
import dev.bobbin.server.support.ServerTest;
import dev.bobbin.server.support.StatementRecorder;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Another project's objects look like missing ones, at every endpoint and in every part of a request. */
@ServerTest(
        classes = {BobbinApplication.class, ResponseValidation.class, StatementRecorder.class},
        properties = {"bobbin.api-keys.red=sk-red", "bobbin.api-keys.blue=sk-blue"})
class IsolationTests implements Server {

    private Identifiers blue;
    private Identifiers red;

    /** The ids and the idempotency key of one project, or invented ones. */
    private record Identifiers(String thread, String message, String idempotencyKey) {

        static Identifiers invented() {
            return new Identifiers("thread_" + "0".repeat(24), "msg_" + "0".repeat(24), newIdempotencyKey());
        }

        static String newIdempotencyKey() {
            return UUID.randomUUID().toString();
        }
    }

    /** The part of a request that holds a foreign identifier. */
    private enum RequestPart {
        THREAD,
        MESSAGE,
        THREAD_OF_OWN_MESSAGE,
        AFTER,
        BEFORE,
        IDEMPOTENCY_KEY;

        boolean occursIn(String endpoint) {
            return switch (this) {
                case THREAD -> endpoint.contains("{thread_id}");
                case MESSAGE, THREAD_OF_OWN_MESSAGE -> endpoint.contains("{message_id}");
                case AFTER, BEFORE -> endpoint.startsWith("GET") && endpoint.endsWith("/messages");
                case IDEMPOTENCY_KEY -> endpoint.startsWith("POST") && !endpoint.endsWith("}");
            };
        }

        Identifiers identifiers(Identifiers own, Identifiers foreign) {
            return switch (this) {
                case THREAD -> foreign;
                case MESSAGE -> new Identifiers(own.thread, foreign.message, own.idempotencyKey);
                case THREAD_OF_OWN_MESSAGE -> new Identifiers(foreign.thread, own.message, own.idempotencyKey);
                case AFTER, BEFORE -> own;
                case IDEMPOTENCY_KEY -> new Identifiers(own.thread, own.message, foreign.idempotencyKey);
            };
        }

        String query(Identifiers foreign) {
            return switch (this) {
                case AFTER -> "?after=" + foreign.message;
                case BEFORE -> "?before=" + foreign.message;
                default -> "";
            };
        }
    }

    /** Everything that a client can observe. The number of SQL statements stands for the response time. */
    private record Observation(int status, String body, Map<String, List<String>> headers, int statements) {}

    @BeforeEach
    void createThreads() {
        blue = createThread("sk-blue");
        red = createThread("sk-red");
    }

    static Stream<String> endpoints() {
        return OpenApiDocument.operations().stream().sorted();
    }

    static Stream<Arguments> endpointsAndParts() {
        return endpoints()
                .flatMap(endpoint -> Stream.of(RequestPart.values())
                        .filter(part -> part.occursIn(endpoint))
                        .map(part -> Arguments.of(endpoint, part)));
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void returns200ForOwnIdentifiers(String endpoint) {
        assertThat(send("sk-blue", endpoint, blue, "").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @MethodSource("endpointsAndParts")
    void returnsTheSameResponseForForeignAndInventedIdentifiers(String endpoint, RequestPart part) {
        assertThat(observe(endpoint, part, red)).isEqualTo(observe(endpoint, part, Identifiers.invented()));
    }

    @ParameterizedTest
    @MethodSource("endpointsAndParts")
    void leavesTheOtherProjectUnchanged(String endpoint, RequestPart part) {
        String before = redProjectsData();

        observe(endpoint, part, red);

        assertThat(redProjectsData()).isEqualTo(before);
    }

    private Observation observe(String endpoint, RequestPart part, Identifiers foreign) {
        AtomicReference<Response> response = new AtomicReference<>();
        List<String> statements = StatementRecorder.statementsOf(() -> {
            response.set(send("sk-blue", endpoint, part.identifiers(blue, foreign), part.query(foreign)));
            return response.get();
        });
        Map<String, List<String>> headers =
                new TreeMap<>(response.get().headers().map());
        headers.keySet().removeAll(List.of("x-request-id", "date"));
        return new Observation(
                response.get().status(), withoutIdentifiers(response.get(), foreign), headers, statements.size());
    }

    /** The body without sent identifiers, new ids and times, which differ between two requests. */
    private static String withoutIdentifiers(Response response, Identifiers sent) {
        String body = response.body().replace(sent.thread, "(thread)").replace(sent.message, "(message)");
        return response.status() == 200
                ? body.replaceAll("(thread|msg)_\\w{24}", "$1").replaceAll("_at\":\\d+", "_at\":0")
                : body;
    }

    private Response send(String key, String endpoint, Identifiers identifiers, String query) {
        String[] methodAndPath = endpoint.split(" ");
        String path = methodAndPath[1]
                .replace("{thread_id}", identifiers.thread)
                .replace("{message_id}", identifiers.message);
        String body = endpoint.equals("POST /threads/{thread_id}/messages") ? Server.message("Hello") : "{}";
        return withKey(key)
                .send(
                        methodAndPath[0],
                        "/v1" + path + query,
                        methodAndPath[0].equals("POST") ? BodyPublishers.ofString(body) : BodyPublishers.noBody(),
                        "Idempotency-Key",
                        identifiers.idempotencyKey);
    }

    /** A thread with a message, both created with the same idempotency key. */
    private Identifiers createThread(String key) {
        Identifiers empty = new Identifiers("", "", Identifiers.newIdempotencyKey());
        String thread = send(key, "POST /threads", empty, "").id();
        Identifiers withThread = new Identifiers(thread, "", empty.idempotencyKey);
        String message =
                send(key, "POST /threads/{thread_id}/messages", withThread, "").id();
        return new Identifiers(thread, message, empty.idempotencyKey);
    }

    /** The thread and messages of the red project, as that project reads them. */
    private String redProjectsData() {
        return send("sk-red", "GET /threads/{thread_id}", red, "").body()
                + send("sk-red", "GET /threads/{thread_id}/messages", red, "").body();
    }
}
