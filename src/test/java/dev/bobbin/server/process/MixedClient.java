package dev.bobbin.server.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bobbin.server.support.ApiClient.Response;
import dev.bobbin.server.support.SequenceKind;
import dev.bobbin.server.support.SequenceUnderTest;
import dev.bobbin.server.support.Server;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/**
 * A client that sends all kinds of requests. It has a thread or a conversation of its own, and compares the responses
 * with what the server has acknowledged. The server may reject a request with 503.
 */
final class MixedClient {

    /** A thread or a conversation with as many elements is deleted, and the client goes on with another one. */
    private static final int MAX_ELEMENTS = 400;

    private static final int LARGE_TEXT = 100_000;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Server server;
    private final SequenceKind kind;
    private final Random random = new Random();

    /** The acknowledged texts by id, oldest first. */
    private final Map<String, String> texts = new LinkedHashMap<>();

    private SequenceUnderTest sequence;
    private long requests;
    private long rejections;

    MixedClient(Server server, SequenceKind kind) {
        this.server = server;
        this.kind = kind;
        this.sequence = server.sequenceOf(kind);
    }

    /** Sends requests until a time in nanoseconds, and then reads everything. */
    MixedClient runUntil(long end) {
        while (System.nanoTime() < end) {
            if (texts.size() == MAX_ELEMENTS) {
                startAgain();
            }
            switch (random.nextInt(20)) {
                case 0, 1, 2, 3 -> list();
                case 4, 5, 6, 7 -> retrieve();
                case 8, 9 -> delete();
                case 10 -> exportAndImport();
                default -> append();
            }
        }
        assertStoresEveryAcknowledgedText();
        return this;
    }

    long requests() {
        return requests;
    }

    long rejections() {
        return rejections;
    }

    private void append() {
        int length = random.nextInt(20) == 0 ? LARGE_TEXT : random.nextInt(400);
        String text = requests + " " + "x".repeat(length);
        Response response = send(() -> sequence.append(text));
        if (response.status() == 200) {
            texts.put(
                    kind == SequenceKind.MESSAGES
                            ? response.id()
                            : response.ids().get(0),
                    text);
        }
    }

    private void list() {
        Response page = send(() -> sequence.list("?order=asc&limit=100"));
        if (page.status() == 200) {
            assertThat(List.copyOf(texts.keySet())).startsWith(page.ids().toArray(String[]::new));
        }
    }

    private void retrieve() {
        if (texts.isEmpty()) {
            return;
        }
        String id = anyId();
        Response response = send(() -> server.api().get(sequence.path() + "/" + id));
        if (response.status() == 200) {
            assertThat(response.text()).isEqualTo(texts.get(id));
        }
    }

    private void delete() {
        if (texts.isEmpty()) {
            return;
        }
        String id = anyId();
        if (send(() -> sequence.delete(id)).status() == 200) {
            texts.remove(id);
        }
    }

    private void exportAndImport() {
        if (kind == SequenceKind.ITEMS) {
            return;
        }
        String export = sendUntilAccepted(() -> server.api().get(sequence.owner() + "/export"))
                .body();
        sendUntilAccepted(() -> server.api().delete(sequence.owner()));
        sendUntilAccepted(() -> server.api().importLines(export));
    }

    private void startAgain() {
        assertStoresEveryAcknowledgedText();
        sendUntilAccepted(() -> server.api().delete(sequence.owner()));
        texts.clear();
        sequence = server.sequenceOf(kind);
    }

    private void assertStoresEveryAcknowledgedText() {
        List<String> stored = new ArrayList<>();
        String after = "";
        boolean more = true;
        while (more) {
            String query = "?order=asc&limit=100&after=" + after;
            Response page = sendUntilAccepted(() -> sequence.list(query));
            stored.addAll(page.texts());
            after = page.json().get("last_id").stringValue("");
            more = page.hasMore();
        }
        assertThat(stored).isEqualTo(List.copyOf(texts.values()));
    }

    private Response sendUntilAccepted(Supplier<Response> request) {
        return await().atMost(PATIENCE).until(() -> send(request), response -> response.status() == 200);
    }

    private Response send(Supplier<Response> request) {
        Response response = request.get();
        assertThat(response.status()).isIn(200, 503);
        requests++;
        if (response.status() == 503) {
            rejections++;
        }
        return response;
    }

    private String anyId() {
        return List.copyOf(texts.keySet()).get(random.nextInt(texts.size()));
    }
}
