package dev.bobbin.server.process;

import static dev.bobbin.server.support.ConcurrentClients.together;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bobbin.server.support.ApiClient.Answer;
import dev.bobbin.server.support.Server;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** A small server and clients that want much of it. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Isolated("It measures times.")
class SmallHeapIT {

    private static final int CLIENTS = 16;
    private static final int SLOW_CLIENTS = 500;
    private static final int LARGE_MESSAGES = 20;
    private static final int LARGE_ROUNDS = 2;

    /** The id of a message at the beginning of its object. */
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
    void servesLargePagesToAll() throws Exception {
        String thread = jar.threadWith();
        List<String> ids = IntStream.range(0, LARGE_MESSAGES)
                .mapToObj(i ->
                        jar.api().post(thread + "/messages", messageOfParts(4)).id())
                .toList();

        assertThat(together(CLIENTS, client -> walk(thread)))
                .allSatisfy(walked -> assertThat(walked).isEqualTo(ids));
    }

    @Test
    void takesAsManyLargeBodiesAsItHasRoomFor() throws Exception {
        String thread = jar.threadWith();
        String body = messageOfParts(16);

        for (int round = 0; round < LARGE_ROUNDS; round++) {
            List<Answer> answers = together(CLIENTS, client -> jar.api().post(thread + "/messages", body));

            assertThat(answers).extracting(Answer::status).containsAnyOf(200).isSubsetOf(200, 503);
        }
    }

    @Test
    void refusesWhatItsHeapHasNoRoomFor() {
        Answer answer = jar.api().post(jar.threadWith() + "/messages", messageOfParts(17));

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.body()).contains("Expected at most " + (4 << 20) + " bytes.");
    }

    /** Of 500 clients, some stop in the middle of the head, some in the middle of the body, and some do not read. */
    @Test
    void servesOthersWhileManyAreSlow() throws Exception {
        String thread = jar.threadWith();
        for (int i = 0; i < 10; i++) {
            jar.api().post(thread + "/messages", messageOfParts(4));
        }
        List<String> beginnings = List.of(
                "POST " + thread + "/messages HTTP/1.1\r\nHost: local",
                "POST " + thread + "/messages HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n{\"role",
                "GET " + thread + "/messages?limit=100 HTTP/1.1\r\nHost: localhost\r\n\r\n");
        List<Socket> slow = new ArrayList<>();
        for (int i = 0; i < SLOW_CLIENTS; i++) {
            Socket socket = new Socket("127.0.0.1", jar.port());
            socket.getOutputStream().write(beginnings.get(i % beginnings.size()).getBytes(StandardCharsets.UTF_8));
            slow.add(socket);
        }

        String path = jar.threadWith();
        for (int i = 0; i < 50; i++) {
            long begin = System.nanoTime();
            assertThat(jar.api().post(path + "/messages", Server.say("Hello")).status())
                    .isEqualTo(200);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
        }

        for (Socket socket : slow) {
            socket.close();
        }
    }

    private static String messageOfParts(int parts) {
        String part = "{\"type\": \"text\", \"text\": \"" + "x".repeat(255_000) + "\"}";
        return IntStream.range(0, parts)
                .mapToObj(i -> part)
                .collect(Collectors.joining(",", "{\"role\": \"user\", \"content\": [", "]}"));
    }

    /** The ids of all messages, read off pages that are too large to be parsed by all clients at once. */
    private static List<String> walk(String thread) throws Exception {
        List<String> ids = new ArrayList<>();
        String page = "";
        while (page.endsWith("\"has_more\":true}") || ids.isEmpty()) {
            String after = ids.isEmpty() ? "" : ids.get(ids.size() - 1);
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create(jar.origin() + thread + "/messages?order=asc&limit=100&after=" + after))
                    .build();
            page = CLIENT.send(request, BodyHandlers.ofString()).body();
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
