package dev.bobbin.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bobbin.BobbinApplication;
import dev.bobbin.server.support.ApiClient.Answer;
import dev.bobbin.server.support.OpenApiDocument;
import dev.bobbin.server.support.ResponseValidation;
import dev.bobbin.server.support.Server;
import dev.bobbin.server.support.StatementCounter;
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
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What is another project's cannot be told from what never was, by any call and in any place of a request. */
@SpringBootTest(
        classes = {BobbinApplication.class, ResponseValidation.class, StatementCounter.class},
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.datasource.url=jdbc:h2:mem:isolation",
            "bobbin.api-keys.red=sk-red",
            "bobbin.api-keys.blue=sk-blue"
        })
class IsolationTests implements Server {

    @LocalServerPort
    private int port;

    private Names own;
    private Names others;

    /** What a client may know of a project's, or make up. */
    private record Names(String thread, String message, String idempotencyKey) {

        static Names madeUp() {
            return new Names("thread_" + "0".repeat(24), "msg_" + "0".repeat(24), newKey());
        }

        static String newKey() {
            return UUID.randomUUID().toString();
        }
    }

    /** The place of a request in which a foreign name stands. */
    private enum Place {
        THREAD,
        MESSAGE,
        THREAD_OF_OWN_MESSAGE,
        AFTER,
        BEFORE,
        IDEMPOTENCY_KEY;

        boolean isIn(String call) {
            return switch (this) {
                case THREAD -> call.contains("{thread_id}");
                case MESSAGE, THREAD_OF_OWN_MESSAGE -> call.contains("{message_id}");
                case AFTER, BEFORE -> call.startsWith("GET") && call.endsWith("/messages");
                case IDEMPOTENCY_KEY -> call.startsWith("POST") && !call.endsWith("}");
            };
        }

        Names names(Names own, Names foreign) {
            return switch (this) {
                case THREAD -> foreign;
                case MESSAGE -> new Names(own.thread, foreign.message, own.idempotencyKey);
                case THREAD_OF_OWN_MESSAGE -> new Names(foreign.thread, own.message, own.idempotencyKey);
                case AFTER, BEFORE -> own;
                case IDEMPOTENCY_KEY -> new Names(own.thread, own.message, foreign.idempotencyKey);
            };
        }

        String query(Names foreign) {
            return switch (this) {
                case AFTER -> "?after=" + foreign.message;
                case BEFORE -> "?before=" + foreign.message;
                default -> "";
            };
        }
    }

    /** What a client, and a clock beside the database, notice of an answer. */
    private record Trace(int status, String body, Map<String, List<String>> headers, int statements) {}

    @Override
    public int port() {
        return port;
    }

    @BeforeEach
    void talk() {
        own = talk("sk-blue");
        others = talk("sk-red");
    }

    static Stream<String> calls() {
        return OpenApiDocument.calls().stream().sorted();
    }

    static Stream<Arguments> callsAndPlaces() {
        return calls().flatMap(call ->
                Stream.of(Place.values()).filter(place -> place.isIn(call)).map(place -> Arguments.of(call, place)));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void answersWhatIsOwn(String call) {
        assertThat(send("sk-blue", call, own, "").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @MethodSource("callsAndPlaces")
    void answersWhatIsAnothersLikeWhatNeverWas(String call, Place place) {
        assertThat(trace(call, place, others)).isEqualTo(trace(call, place, Names.madeUp()));
    }

    @ParameterizedTest
    @MethodSource("callsAndPlaces")
    void changesNothingOfAnothers(String call, Place place) {
        String before = everything();

        trace(call, place, others);

        assertThat(everything()).isEqualTo(before);
    }

    private Trace trace(String call, Place place, Names foreign) {
        AtomicReference<Answer> answer = new AtomicReference<>();
        List<String> statements = StatementCounter.of(() -> {
            answer.set(send("sk-blue", call, place.names(own, foreign), place.query(foreign)));
            return answer.get();
        });
        Map<String, List<String>> headers =
                new TreeMap<>(answer.get().response().headers().map());
        headers.keySet().removeAll(List.of("x-request-id", "date"));
        return new Trace(answer.get().status(), withoutNames(answer.get(), foreign), headers, statements.size());
    }

    /** Names that the client sent, and those that the server has just made, are not the same twice. */
    private static String withoutNames(Answer answer, Names sent) {
        String body = answer.body().replace(sent.thread, "(thread)").replace(sent.message, "(message)");
        return answer.status() == 200
                ? body.replaceAll("(thread|msg)_\\w{24}", "$1").replaceAll("_at\":\\d+", "_at\":0")
                : body;
    }

    private Answer send(String key, String call, Names names, String query) {
        String[] methodAndPath = call.split(" ");
        String path = methodAndPath[1].replace("{thread_id}", names.thread).replace("{message_id}", names.message);
        String body = call.equals("POST /threads/{thread_id}/messages") ? Server.say("Hello") : "{}";
        return with(key)
                .send(
                        methodAndPath[0],
                        "/v1" + path + query,
                        methodAndPath[0].equals("POST") ? BodyPublishers.ofString(body) : BodyPublishers.noBody(),
                        "Idempotency-Key",
                        names.idempotencyKey);
    }

    /** A thread with a message, both created with the same idempotency key. */
    private Names talk(String key) {
        Names empty = new Names("", "", Names.newKey());
        String thread = send(key, "POST /threads", empty, "").id();
        Names withThread = new Names(thread, "", empty.idempotencyKey);
        String message =
                send(key, "POST /threads/{thread_id}/messages", withThread, "").id();
        return new Names(thread, message, empty.idempotencyKey);
    }

    /** All that the other project has of its own, as it sees it. */
    private String everything() {
        return send("sk-red", "GET /threads/{thread_id}", others, "").body()
                + send("sk-red", "GET /threads/{thread_id}/messages", others, "")
                        .body();
    }
}
