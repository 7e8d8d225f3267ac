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
import org.junit.jupiter.api.Test;
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

    /**
     * The ids and the idempotency key of one project, or invented ones.
     *
     * @param owner the id of a thread or a conversation
     * @param element the id of its message or item
     */
    private record Identifiers(String owner, String element, String idempotencyKey) {

        static Identifiers invented(String endpoint) {
            return isOfThreads(endpoint)
                    ? new Identifiers("thread_" + "0".repeat(24), "msg_" + "0".repeat(24), newIdempotencyKey())
                    : new Identifiers("conv_" + "0".repeat(48), "msg_" + "0".repeat(48), newIdempotencyKey());
        }

        static String newIdempotencyKey() {
            return UUID.randomUUID().toString();
        }
    }

    /** The part of a request that holds a foreign identifier. */
    private enum RequestPart {
        OWNER,
        ELEMENT,
        OWNER_OF_OWN_ELEMENT,
        AFTER,
        BEFORE,
        IDEMPOTENCY_KEY;

        boolean occursIn(String endpoint) {
            return switch (this) {
                case OWNER -> endpoint.contains("{");
                case ELEMENT, OWNER_OF_OWN_ELEMENT -> endpoint.matches(".*/\\{(message|item)_id}");
                case AFTER, BEFORE -> endpoint.startsWith("GET") && !endpoint.endsWith("}");
                case IDEMPOTENCY_KEY -> endpoint.startsWith("POST") && !endpoint.endsWith("}");
            };
        }

        Identifiers identifiers(Identifiers own, Identifiers foreign) {
            return switch (this) {
                case OWNER -> foreign;
                case ELEMENT -> new Identifiers(own.owner, foreign.element, own.idempotencyKey);
                case OWNER_OF_OWN_ELEMENT -> new Identifiers(foreign.owner, own.element, own.idempotencyKey);
                case AFTER, BEFORE -> own;
                case IDEMPOTENCY_KEY -> new Identifiers(own.owner, own.element, foreign.idempotencyKey);
            };
        }

        String query(String endpoint, Identifiers foreign) {
            String cursor = endpoint.endsWith("_id}/messages") || endpoint.endsWith("_id}/items")
                    ? foreign.element
                    : foreign.owner;
            return switch (this) {
                case AFTER -> "?after=" + cursor;
                case BEFORE -> "?before=" + cursor;
                default -> "";
            };
        }
    }

    /** Everything that a client can observe. The number of SQL statements stands for the response time. */
    private record Observation(int status, String body, Map<String, List<String>> headers, int statements) {}

    private void create(String endpoint) {
        blue = create("sk-blue", endpoint);
        red = create("sk-red", endpoint);
    }

    private static boolean isOfThreads(String endpoint) {
        return endpoint.contains("/threads");
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
        create(endpoint);

        assertThat(send("sk-blue", endpoint, blue, "").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @MethodSource("endpointsAndParts")
    void returnsTheSameResponseForForeignAndInventedIdentifiers(String endpoint, RequestPart part) {
        create(endpoint);

        assertThat(observe(endpoint, part, red)).isEqualTo(observe(endpoint, part, Identifiers.invented(endpoint)));
    }

    @ParameterizedTest
    @MethodSource("endpointsAndParts")
    void leavesTheOtherProjectUnchanged(String endpoint, RequestPart part) {
        create(endpoint);
        String before = redProjectsData(endpoint);

        observe(endpoint, part, red);

        assertThat(redProjectsData(endpoint)).isEqualTo(before);
    }

    /** The response must not reveal that the object exists in another project. */
    @Test
    void importsNothingIntoAnObjectOfAnotherProject() {
        String thread = withKey("sk-red").post("/v1/threads", "{}").id();
        String conversation = withKey("sk-red").post("/v1/conversations", "{}").id();

        Response ofThread =
                withKey("sk-blue").importLines("{\"object\":\"thread\",\"id\":\"" + thread + "\",\"created_at\":5}");
        Response ofConversation = withKey("sk-blue")
                .importTo(
                        "/v1/conversations/import?create_conversations=true",
                        "{\"conversation_id\":\"" + conversation
                                + "\",\"item\":{\"id\":\"ws_1\",\"type\":\"web_search_call\"}}");
        Response unknownOwner = withKey("sk-blue")
                .importConversations("{\"conversation_id\":\"" + conversation
                        + "\",\"item\":{\"id\":\"ws_1\",\"type\":\"web_search_call\"}}");

        assertThat(ofThread.body()).contains("\"Thread '" + thread + "' exists with other content.\"");
        assertThat(ofConversation.body())
                .contains("\"Conversation '" + conversation + "' exists with other content.\"");
        assertThat(unknownOwner.body()).contains("\"Conversation with id '" + conversation + "' not found.\"");
        assertThat(withKey("sk-red")
                        .get("/v1/conversations/" + conversation + "/items")
                        .ids())
                .isEmpty();
    }

    private Observation observe(String endpoint, RequestPart part, Identifiers foreign) {
        AtomicReference<Response> response = new AtomicReference<>();
        List<String> statements = StatementRecorder.statementsOf(() -> {
            response.set(send("sk-blue", endpoint, part.identifiers(blue, foreign), part.query(endpoint, foreign)));
            return response.get();
        });
        Map<String, List<String>> headers =
                new TreeMap<>(response.get().headers().map());
        // Tomcat closes a connection after 100 requests.
        headers.keySet().removeAll(List.of("x-request-id", "date", "connection"));
        return new Observation(
                response.get().status(), withoutIdentifiers(response.get(), foreign), headers, statements.size());
    }

    /** The body without sent identifiers, new ids and times, which differ between two requests. */
    private static String withoutIdentifiers(Response response, Identifiers sent) {
        String body = response.body().replace(sent.owner, "(owner)").replace(sent.element, "(element)");
        return response.status() == 200
                ? body.replaceAll("(thread|conv|msg)_\\w{24,}", "$1").replaceAll("_at\":\\d+", "_at\":0")
                : body;
    }

    private Response send(String key, String endpoint, Identifiers identifiers, String query) {
        String[] methodAndPath = endpoint.split(" ");
        String path = methodAndPath[1]
                .replaceFirst("\\{(thread|conversation)_id}", identifiers.owner)
                .replaceFirst("\\{(message|item)_id}", identifiers.element);
        String body = switch (endpoint) {
            case "POST /threads/{thread_id}/messages" -> Server.message("Hello");
            case "POST /conversations/{conversation_id}/items" -> "{\"items\": [" + Server.message("Hello") + "]}";
            default -> "{\"metadata\": {}}";
        };
        return withKey(key)
                .send(
                        methodAndPath[0],
                        "/v1" + path + query,
                        methodAndPath[0].equals("POST") ? BodyPublishers.ofString(body) : BodyPublishers.noBody(),
                        "Idempotency-Key",
                        identifiers.idempotencyKey);
    }

    /** A thread with a message, or a conversation with an item, both created with the same idempotency key. */
    private Identifiers create(String key, String endpoint) {
        Identifiers none = new Identifiers("", "", Identifiers.newIdempotencyKey());
        if (isOfThreads(endpoint)) {
            String thread = send(key, "POST /threads", none, "").id();
            Identifiers owner = new Identifiers(thread, "", none.idempotencyKey);
            String message =
                    send(key, "POST /threads/{thread_id}/messages", owner, "").id();
            return new Identifiers(thread, message, none.idempotencyKey);
        }
        String conversation = send(key, "POST /conversations", none, "").id();
        Identifiers owner = new Identifiers(conversation, "", none.idempotencyKey);
        String item = send(key, "POST /conversations/{conversation_id}/items", owner, "")
                .ids()
                .get(0);
        return new Identifiers(conversation, item, none.idempotencyKey);
    }

    /** The objects of the red project, as that project reads them. */
    private String redProjectsData(String endpoint) {
        String owner = isOfThreads(endpoint) ? "GET /threads/{thread_id}" : "GET /conversations/{conversation_id}";
        String elements = isOfThreads(endpoint) ? "/messages" : "/items";
        return send("sk-red", owner, red, "").body()
                + send("sk-red", owner + elements, red, "").body();
    }
}
