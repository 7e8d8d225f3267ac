package dev.bobbin.server.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bobbin.server.support.ApiClient;
import dev.bobbin.server.support.ApiClient.Response;
import dev.bobbin.server.support.Server;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A shutdown with SIGTERM removes deleted data from the disk and loses no acknowledged write. */
@Timeout(300)
class StopIT {

    private static final int WRITERS = 16;
    private static final int CONNECTIONS = 100;
    private static final int WRITES_BEFORE_SHUTDOWN = 400;

    @TempDir
    private Path folder;

    @Test
    void removesDeletedDataFromTheDataFolderAtShutdown() throws Exception {
        String thread;
        try (JarProcess jar = JarProcess.start(folder)) {
            ApiClient api = jar.api();
            thread = jar.threadWith("Message 1");
            deleteFirstOfManyMessages(api);
            delete(api, createWithKey(api, thread + "/messages", secretMessage("Secret-message")));
            String secretThread = """
                    {"metadata": {"a": "Secret-thread"}, "messages": [%s]}""";
            delete(api, createWithKey(api, "/v1/threads", secretThread.formatted(secretMessage("Secret-first"))));
            Response modified = api.post(thread, "{\"metadata\": {\"a\": \"Secret-metadata\"}}");
            assertThat(modified.status()).isEqualTo(200);
            api.post(thread, "{\"metadata\": null}");
            api.post(thread + "/messages", Server.message("Message 2"));
        }

        assertThat(filesThatContain("Secret-")).isEmpty();
        try (JarProcess jar = JarProcess.start(folder)) {
            assertThat(jar.api().allTexts(thread)).containsExactly("Message 1", "Message 2");
        }
    }

    @Test
    @Tag("slow")
    void completesRequestsInFlightAtShutdown() throws Exception {
        JarProcess jar = JarProcess.start(folder);
        String thread = jar.threadWith();
        List<Queue<String>> written = IntStream.range(0, WRITERS)
                .<Queue<String>>mapToObj(writer -> new ConcurrentLinkedQueue<>())
                .toList();
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        List<Future<?>> running = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            String prefix = writer + "-";
            Queue<String> texts = written.get(writer);
            running.add(writers.submit(() -> writeUntilConnectionsFail(jar.api(), thread, prefix, texts)));
        }
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> {
                    assertThat(running).as("The server rejected a write").noneMatch(Future::isDone);
                    return written.stream().mapToInt(Queue::size).sum() >= WRITES_BEFORE_SHUTDOWN;
                });
        jar.close();
        for (Future<?> writer : running) {
            writer.get();
        }
        writers.shutdown();

        try (JarProcess restarted = JarProcess.start(folder)) {
            List<String> stored = restarted.api().allTexts(thread);
            assertThat(stored)
                    .as("The server did not execute requests without a response")
                    .containsExactlyInAnyOrderElementsOf(
                            written.stream().flatMap(Queue::stream).toList());
            assertThat(written).allSatisfy(texts -> assertThat(stored).containsSubsequence(texts));
        }
    }

    /** Otherwise a client sends its next request to a closed connection, and cannot know its outcome. */
    @Test
    void announcesTheEndOfEachBusyConnectionAtShutdown() throws Exception {
        JarProcess jar = JarProcess.start(folder);
        String thread = jar.threadWith();
        AtomicInteger writes = new AtomicInteger();
        ExecutorService writers = Executors.newFixedThreadPool(CONNECTIONS);
        List<Future<String>> lastHeads = new ArrayList<>();
        for (int connection = 0; connection < CONNECTIONS; connection++) {
            lastHeads.add(writers.submit(() -> writeUntilTheConnectionEnds(jar.port(), thread, writes)));
        }
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> {
                    assertThat(lastHeads).as("The server closed a connection").noneMatch(Future::isDone);
                    return writes.get() >= WRITES_BEFORE_SHUTDOWN;
                });
        jar.close();
        writers.shutdown();

        for (Future<String> lastHead : lastHeads) {
            assertThat(lastHead.get()).startsWith("HTTP/1.1 200").containsIgnoringCase("\r\nConnection: close\r\n");
        }
    }

    @Test
    void losesNothingIfKilledWhileItRewritesTheFileAtShutdown() throws Exception {
        String thread;
        List<String> texts =
                IntStream.range(0, 50).mapToObj(i -> "Message " + i).toList();
        try (JarProcess jar = JarProcess.start(folder)) {
            thread = jar.threadWith(texts.toArray(String[]::new));
            jar.terminate();
            Path copy = folder.resolve("data/bobbin.mv.db.tempFile");
            while (Files.notExists(copy) && jar.isRunning()) {
                Thread.onSpinWait();
            }
            jar.kill();
        }
        try (JarProcess jar = JarProcess.start(folder)) {
            assertThat(jar.api().allTexts(thread)).isEqualTo(texts);
        }
    }

    /** H2 stores these messages in one chunk. It does not rewrite the chunk while most of its messages are live. */
    private static void deleteFirstOfManyMessages(ApiClient api) {
        String others = (", " + Server.message("x".repeat(8000))).repeat(31);
        String created = createWithKey(
                api, "/v1/threads", "{\"messages\": [%s%s]}".formatted(secretMessage("Secret-one"), others));
        String first = api.get(created + "/messages?order=asc&limit=1").ids().get(0);
        delete(api, created + "/messages/" + first);
    }

    private static String secretMessage(String secret) {
        return """
                {"role": "user", "content": "%s", "metadata": {"a": "%s-metadata"}}""".formatted(secret, secret);
    }

    private static String createWithKey(ApiClient api, String path, String body) {
        Response created =
                api.send("POST", path, BodyPublishers.ofString(body), "Idempotency-Key", "key-" + body.length());
        assertThat(created.status()).isEqualTo(200);
        return path + "/" + created.id();
    }

    private static void delete(ApiClient api, String path) {
        assertThat(api.delete(path).status()).isEqualTo(200);
    }

    private List<Path> filesThatContain(String text) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("data"))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> Stream.of(
                                    StandardCharsets.UTF_8, StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE)
                            .anyMatch(charset -> contains(file, text, charset)))
                    .toList();
        }
    }

    private static boolean contains(Path file, String text, Charset charset) {
        try {
            String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            return bytes.contains(new String(text.getBytes(charset), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes on one connection until the server closes it. Returns the head of the last response. */
    private static String writeUntilTheConnectionEnds(int port, String thread, AtomicInteger writes)
            throws IOException {
        String body = Server.message("One");
        byte[] request = """
                POST %s/messages HTTP/1.1\r
                Host: 127.0.0.1\r
                Content-Type: application/json\r
                Content-Length: %d\r
                \r
                %s""".formatted(thread, body.length(), body).getBytes(StandardCharsets.UTF_8);
        String lastHead = "";
        try (Socket socket = new Socket("127.0.0.1", port)) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            while (true) {
                socket.getOutputStream().write(request);
                String head = readHead(in);
                if (head.isEmpty()) {
                    return lastHead;
                }
                lastHead = head;
                in.skipNBytes(Long.parseLong(head.replaceFirst("(?is).*\r\ncontent-length: (\\d+).*", "$1")));
                writes.incrementAndGet();
            }
        } catch (SocketException e) {
            return lastHead;
        }
    }

    private static String readHead(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        for (int next = in.read(); next >= 0; next = in.read()) {
            head.append((char) next);
            if (head.indexOf("\r\n\r\n", head.length() - 4) >= 0) {
                return head.toString();
            }
        }
        return "";
    }

    /**
     * Writes until the server accepts no more requests. Every response is a success. Then the server refuses
     * connections, or closes them before it reads a request.
     */
    private static void writeUntilConnectionsFail(ApiClient api, String thread, String prefix, Queue<String> texts) {
        try {
            while (true) {
                String text = prefix + texts.size();
                Response response = api.post(thread + "/messages", Server.message(text));
                assertThat(response.status()).isEqualTo(200);
                texts.add(text);
            }
        } catch (UncheckedIOException e) {
            assertThat(texts).isNotEmpty();
        }
    }
}
