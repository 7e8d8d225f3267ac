package dev.bobbin.server.process;

import static dev.bobbin.server.support.ConcurrentClients.runConcurrently;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bobbin.server.support.ApiClient;
import dev.bobbin.server.support.ApiClient.Response;
import dev.bobbin.server.support.Server;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.FutureTask;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A project sends legal bodies that need much memory. Another project sends small requests meanwhile. */
@Tag("slow")
@Timeout(600)
@Isolated("Measures latencies")
class HostileProjectIT {

    private static final Duration ATTACK = Duration.ofSeconds(Integer.getInteger("test.attack.seconds", 6));
    private static final int CLIENTS = 24;
    private static final Duration MAX_LATENCY = Duration.ofSeconds(2);
    private static final String ASTRAL = "\uD83D\uDE00";

    /** Bodies of about the given number of bytes. */
    private static final List<IntFunction<String>> SHAPES = List.of(
            HostileProjectIT::messageOfTinyParts,
            HostileProjectIT::messageOfAstralCharacters,
            HostileProjectIT::messageOfTextsWithOneAstralCharacter,
            HostileProjectIT::threadOfLargeMessages,
            HostileProjectIT::deepItem);

    private final HttpClient client = HttpClient.newHttpClient();
    private final Set<Integer> statuses = ConcurrentHashMap.newKeySet();
    private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {96, 128, 256})
    void cannotStopTheServerOrDelayAnotherProject(int heapMegabytes) throws Exception {
        try (JarProcess jar = start(heapMegabytes)) {
            ApiClient other = jar.withKey("sk-other");
            String thread = newThread(other);
            // The server accepts smaller bodies below 128 MB.
            int maxBytes = (Math.min(heapMegabytes, 2 * (heapMegabytes - 64)) << 20) / 64;
            FutureTask<?> attack =
                    new FutureTask<>(() -> runConcurrently(CLIENTS, number -> attack(jar, number, maxBytes)));
            new Thread(attack).start();
            while (!attack.isDone()) {
                assertFast(() -> other.post(thread + "/messages", Server.message("Hello")));
                assertFast(() -> other.get(thread + "/messages?limit=5"));
            }
            attack.get();

            assertThat(statuses).contains(200).isSubsetOf(200, 413, 503);
            assertThat(jar.output()).doesNotContain("OutOfMemoryError").doesNotContain(" ERROR ");
            assertThat(jar.isRunning()).isTrue();
            jar.kill();
        }
        try (JarProcess jar = start(heapMegabytes)) {
            for (String path : acknowledged) {
                assertThat(send(jar, path, "GET", "").statusCode()).isEqualTo(200);
            }
        }
    }

    private JarProcess start(int heapMegabytes) throws IOException {
        return JarProcess.start(
                folder,
                "-Xmx" + heapMegabytes + "m",
                "bobbin.api-keys.hostile=sk-hostile",
                "bobbin.api-keys.other=sk-other");
    }

    private Void attack(JarProcess jar, int number, int maxBytes) throws Exception {
        Random random = new Random(number);
        String messages = newThread(jar.withKey("sk-hostile")) + "/messages";
        for (long end = System.nanoTime() + ATTACK.toNanos(); System.nanoTime() < end; ) {
            String body = SHAPES.get(random.nextInt(SHAPES.size())).apply(random.nextInt(maxBytes / 4, maxBytes));
            String path = path(body, messages);
            HttpResponse<String> response = send(jar, path, "POST", body);
            statuses.add(response.statusCode());
            if (response.statusCode() == 200) {
                acknowledged.add(path + "/" + response.body().split("\"", 5)[3]);
                // H2 rewrites a large message if it stores a small one on the same page.
                statuses.add(
                        send(jar, messages, "POST", Server.message("Small")).statusCode());
                statuses.add(send(jar, messages + "?limit=5", "GET", "").statusCode());
            }
        }
        return null;
    }

    private static String path(String body, String messages) {
        if (body.startsWith("{\"items\"")) {
            return "/v1/conversations";
        }
        return body.startsWith("{\"messages\"") ? "/v1/threads" : messages;
    }

    /** Some clients never end their bodies, the others never read their responses. */
    @Test
    void cannotOccupyTheMemoryWithSlowClients() throws Exception {
        int heapMegabytes = 128;
        List<Socket> slowClients = new ArrayList<>();
        try (JarProcess jar = start(heapMegabytes)) {
            int maxBytes = (heapMegabytes << 20) / 64;
            ApiClient other = jar.withKey("sk-other");
            String thread = newThread(other);
            String messages = newThread(jar.withKey("sk-hostile")) + "/messages";
            String body = messageOfParts("x".repeat(100_000), maxBytes / 100_100);
            for (int i = 0; i < CLIENTS; i++) {
                slowClients.add(
                        startRequest(jar.port(), messages, body, i % 2 == 0 ? body.length() / 2 : body.length()));
            }

            for (int i = 0; i < 20; i++) {
                assertFast(() -> other.post(thread + "/messages", Server.message("x".repeat(100_000))));
                assertFast(() -> other.get(thread + "/messages?limit=5"));
            }
        } finally {
            for (Socket slowClient : slowClients) {
                slowClient.close();
            }
        }
    }

    /** Sends the first bytes of a request in the background. */
    private static Socket startRequest(int port, String path, String body, int length) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.connect(new InetSocketAddress("127.0.0.1", port));
        String head = "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer sk-hostile\r\n"
                + "Content-Length: " + body.length() + "\r\n\r\n";
        new Thread(() -> {
                    try {
                        socket.getOutputStream()
                                .write((head + body.substring(0, length)).getBytes(StandardCharsets.US_ASCII));
                    } catch (IOException e) {
                        // The server rejects the request, or the test has ended.
                    }
                })
                .start();
        return socket;
    }

    /** Sends a request without the checks of {@link ApiClient}, which need more time than the server. */
    private HttpResponse<String> send(JarProcess jar, String path, String method, String body) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(jar.origin() + path))
                        .header("Authorization", "Bearer sk-hostile")
                        .header("Content-Type", "application/json")
                        .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private static void assertFast(Supplier<Response> request) {
        long start = System.nanoTime();
        Response response = request.get();

        assertThat(response.status()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(MAX_LATENCY);
    }

    private static String newThread(ApiClient api) {
        return "/v1/threads/" + api.post("/v1/threads", "{}").id();
    }

    /** The stored message is twice as long, and the parsed form needs far more memory. */
    private static String messageOfTinyParts(int bytes) {
        return messageOfParts("x", bytes / 27);
    }

    private static String messageOfAstralCharacters(int bytes) {
        return Server.message(ASTRAL.repeat(Math.min(256_000, bytes / 4)));
    }

    /** A single character makes the server hold two bytes for each of the others. */
    private static String messageOfTextsWithOneAstralCharacter(int bytes) {
        return messageOfParts("x".repeat(100_000) + ASTRAL, bytes / 100_100);
    }

    private static String threadOfLargeMessages(int bytes) {
        String message = messageOfTinyParts(bytes / 32);
        return "{\"messages\":[" + message + ("," + message).repeat(30) + "]}";
    }

    /** The parsed form of such an item needs most memory. */
    private static String deepItem(int bytes) {
        String tool = "{\"a\":".repeat(90) + "1" + "}".repeat(90);
        return "{\"items\":[{\"type\":\"mcp_list_tools\",\"server_label\":\"x\",\"tools\":[" + tool
                + ("," + tool).repeat(bytes / tool.length() - 1) + "]}]}";
    }

    private static String messageOfParts(String text, int parts) {
        String part = "{\"type\":\"text\",\"text\":\"" + text + "\"}";
        return "{\"role\":\"user\",\"content\":[" + part + ("," + part).repeat(Math.max(0, parts - 1)) + "]}";
    }
}
