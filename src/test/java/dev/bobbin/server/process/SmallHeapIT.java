package dev.bobbin.server.process;

import static dev.bobbin.server.support.ConcurrentClients.runConcurrently;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bobbin.server.support.ApiClient.Response;
import dev.bobbin.server.support.Server;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** A server with a small heap receives large messages, images and slow clients. */
@Tag("slow")
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Isolated("Measures latencies")
class SmallHeapIT {

    private static final int CLIENTS = 16;
    private static final int SLOW_CLIENTS = 500;
    private static final int LARGE_MESSAGES = 20;
    private static final int LARGE_ROUNDS = 2;
    private static final int CLIENTS_WITH_IMAGES = 4;
    private static final int IMAGES = 20;

    /** Matches the id of a message or an item, which is the first member of its object. */
    private static final Pattern ID = Pattern.compile("\\{\"id\":\"(msg_\\w+)\"");

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    private static Path folder;

    private static JarProcess jar;

    @BeforeAll
    static void start() throws IOException {
        jar = JarProcess.start(folder, "-Xmx256m");
    }

    @AfterAll
    static void stop() {
        assertThat(jar.output()).doesNotContain("OutOfMemoryError").doesNotContain(" ERROR ");
        jar.close();
    }

    @Test
    void servesLargePagesToManyClients() throws Exception {
        String thread = jar.threadWith();
        List<String> ids = IntStream.range(0, LARGE_MESSAGES)
                .mapToObj(i ->
                        jar.api().post(thread + "/messages", messageOfParts(4)).id())
                .toList();

        assertThat(runConcurrently(CLIENTS, client -> readAllIds(thread + "/messages")))
                .allSatisfy(readIds -> assertThat(readIds).isEqualTo(ids));
    }

    /** Some clients create items with an image of 1 MB, while the others read pages of them. */
    @Test
    void servesPagesOfImagesToManyClients() throws Exception {
        String items = jar.conversationWith() + "/items";
        List<List<Integer>> statuses = runConcurrently(CLIENTS, client -> {
            HttpRequest request = client < CLIENTS_WITH_IMAGES ? creationOfAnImage(items) : page(items, "");
            List<Integer> ownStatuses = new ArrayList<>();
            for (int i = 0; i < IMAGES / CLIENTS_WITH_IMAGES; i++) {
                ownStatuses.add(CLIENT.send(request, BodyHandlers.discarding()).statusCode());
            }
            return ownStatuses;
        });
        long created = statuses.subList(0, CLIENTS_WITH_IMAGES).stream()
                .flatMap(List::stream)
                .filter(status -> status == 200)
                .count();

        assertThat(statuses).allSatisfy(own -> assertThat(own).isSubsetOf(200, 503));
        assertThat(created).isPositive();
        assertThat(runConcurrently(CLIENTS, client -> readAllIds(items)))
                .allSatisfy(ids -> assertThat(ids).hasSize((int) created).doesNotHaveDuplicates());
        assertThat(jar.isRunning()).isTrue();
    }

    @Test
    void keepsNoLargeMessagesInMemory() throws Exception {
        String thread = jar.threadWith();
        for (int i = 0; i < LARGE_MESSAGES; i++) {
            jar.api().post(thread + "/messages", messageOfParts(16));
        }

        assertThat(readAllIds(thread + "/messages")).hasSize(LARGE_MESSAGES);
        assertThat(jar.liveBytesOfStrings()).isLessThan(50 << 20);
    }

    @Test
    void returns503IfThereIsNoMemoryForMoreLargeBodies() throws Exception {
        String thread = jar.threadWith();
        String body = messageOfParts(16);

        for (int round = 0; round < LARGE_ROUNDS; round++) {
            List<Response> responses =
                    runConcurrently(CLIENTS, client -> jar.api().post(thread + "/messages", body));

            assertThat(responses)
                    .extracting(Response::status)
                    .containsAnyOf(200)
                    .isSubsetOf(200, 503);
        }
    }

    @Test
    void returns413ForABodyThatIsTooLargeForTheHeap() {
        Response response = jar.api().post(jar.threadWith() + "/messages", messageOfParts(17));

        assertThat(response.status()).isEqualTo(413);
        assertThat(response.body()).contains("Expected at most " + (4 << 20) + " bytes.");
    }

    /** Some of the slow clients stop within the request head, some stop within the body, and some read no response. */
    @Test
    void servesOtherClientsWhileManyAreSlow() throws Exception {
        String thread = jar.threadWith();
        for (int i = 0; i < 10; i++) {
            jar.api().post(thread + "/messages", messageOfParts(4));
        }
        List<String> incompleteRequests = List.of(
                "POST " + thread + "/messages HTTP/1.1\r\nHost: local",
                "POST " + thread + "/messages HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n{\"role",
                "GET " + thread + "/messages?limit=100 HTTP/1.1\r\nHost: localhost\r\n\r\n");
        List<Socket> slowClients = new ArrayList<>();
        for (int i = 0; i < SLOW_CLIENTS; i++) {
            Socket socket = new Socket("127.0.0.1", jar.port());
            String request = incompleteRequests.get(i % incompleteRequests.size());
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            slowClients.add(socket);
        }

        String path = jar.threadWith();
        for (int i = 0; i < 50; i++) {
            long start = System.nanoTime();
            assertThat(jar.api()
                            .post(path + "/messages", Server.message("Hello"))
                            .status())
                    .isEqualTo(200);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        }

        for (Socket socket : slowClients) {
            socket.close();
        }
    }

    private static String messageOfParts(int parts) {
        String part = "{\"type\": \"text\", \"text\": \"" + "x".repeat(255_000) + "\"}";
        return IntStream.range(0, parts)
                .mapToObj(i -> part)
                .collect(Collectors.joining(",", "{\"role\": \"user\", \"content\": [", "]}"));
    }

    private static HttpRequest creationOfAnImage(String items) {
        String image = "data:image/png;base64," + "A".repeat(1 << 20);
        String body = "{\"items\": [{\"role\": \"user\", \"content\": [{\"type\": \"input_image\", \"image_url\": \""
                + image + "\"}]}]}";
        return HttpRequest.newBuilder(URI.create(jar.origin() + items))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    private static HttpRequest page(String path, String after) {
        return HttpRequest.newBuilder(URI.create(jar.origin() + path + "?order=asc&limit=100&after=" + after))
                .build();
    }

    /** Returns the ids of all elements. Searches the pages for ids: parsing them would need too much memory. */
    private static List<String> readAllIds(String path) throws Exception {
        List<String> ids = new ArrayList<>();
        String page = "";
        while (page.endsWith("\"has_more\":true}") || ids.isEmpty()) {
            String after = ids.isEmpty() ? "" : ids.get(ids.size() - 1);
            page = CLIENT.send(page(path, after), BodyHandlers.ofString()).body();
            Matcher id = ID.matcher(page);
            assertThat(id.find())
                    .as(page.substring(0, Math.min(500, page.length())))
                    .isTrue();
            do {
                ids.add(id.group(1));
            } while (id.find());
        }
        return ids;
    }
}
