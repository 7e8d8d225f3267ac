package dev.bobbin.server.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bobbin.server.support.ApiClient;
import dev.bobbin.server.support.ApiClient.Response;
import dev.bobbin.server.support.Server;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Kills the server with SIGKILL while clients write. After a restart, the thread or conversation contains everything
 * that the server acknowledged, once and in order. The clients can safely retry all other requests.
 */
class KillIT {

    private static final int ROUNDS = Integer.getInteger("test.kill.rounds", 1);
    private static final int WRITERS = 16;
    private static final int WRITES_BEFORE_KILL = 400;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"thread", "conversation"})
    void keepsEveryAcknowledgedWriteAfterSigkill(String kind) throws Exception {
        JarProcess jar = JarProcess.start(folder);
        try {
            String owner = kind.equals("thread") ? jar.threadWith() : jar.conversationWith();
            List<String> acknowledged = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                List<List<String>> written = writeUntilKilled(jar, owner, round);
                written.forEach(acknowledged::addAll);
                jar = JarProcess.start(folder);
                for (int writer = 0; writer < WRITERS; writer++) {
                    retryLastWrite(jar.api(), owner, prefix(round, writer), written.get(writer));
                }
                List<String> stored = jar.api().allTexts(owner);

                assertThat(stored).doesNotHaveDuplicates().containsAll(acknowledged);
                assertThat(written).allSatisfy(texts -> assertThat(stored).containsSubsequence(texts));
            }
            assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(ROUNDS * WRITES_BEFORE_KILL);
        } finally {
            jar.kill();
        }
    }

    /** Returns the acknowledged texts of each writer, in the order in which it wrote them. */
    private static List<List<String>> writeUntilKilled(JarProcess jar, String owner, int round) throws Exception {
        List<List<String>> written = IntStream.range(0, WRITERS)
                .<List<String>>mapToObj(writer -> new CopyOnWriteArrayList<>())
                .toList();
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        List<Future<?>> running = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            String prefix = prefix(round, writer);
            List<String> texts = written.get(writer);
            running.add(writers.submit(() -> writeUntilTheConnectionBreaks(jar.api(), owner, prefix, texts)));
        }
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> {
                    assertThat(running).as("The server rejected a write").noneMatch(Future::isDone);
                    return written.stream().mapToInt(List::size).sum() >= WRITES_BEFORE_KILL;
                });
        jar.kill();
        for (Future<?> writer : running) {
            writer.get();
        }
        writers.shutdown();
        return written;
    }

    private static void writeUntilTheConnectionBreaks(ApiClient api, String owner, String prefix, List<String> texts) {
        try {
            while (true) {
                write(api, owner, prefix, texts);
            }
        } catch (UncheckedIOException e) {
            assertThat(texts).as("Every writer wrote before the kill").isNotEmpty();
        }
    }

    /** Repeats the write that failed. The server was killed either before its commit or after it. */
    private static void retryLastWrite(ApiClient api, String owner, String prefix, List<String> texts) {
        write(api, owner, prefix, texts);
    }

    /** Appends a message, or two items in one request. */
    private static void write(ApiClient api, String owner, String prefix, List<String> texts) {
        String text = prefix + texts.size();
        boolean ofThread = owner.contains("/threads/");
        List<String> sent = ofThread ? List.of(text) : List.of(text, text + "-second");
        Response response = api.send(
                "POST",
                Server.elementsOf(owner),
                BodyPublishers.ofString(ofThread ? Server.message(text) : Server.items(sent.toArray(String[]::new))),
                "Idempotency-Key",
                text);
        assertThat(response.status()).isEqualTo(200);
        assertThat(ofThread ? List.of(response.text()) : response.texts()).isEqualTo(sent);
        texts.addAll(sent);
    }

    private static String prefix(int round, int writer) {
        return round + "-" + writer + "-";
    }
}
