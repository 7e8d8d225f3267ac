package dev.bobbin.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bobbin.server.support.ApiClient;
import dev.bobbin.server.support.ApiClient.Answer;
import dev.bobbin.server.support.Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM: nothing of what was deleted stays behind, and nothing that was acknowledged is lost. */
@Timeout(300)
class StopIT {

    private static final int WRITERS = 16;
    private static final int WRITES_BEFORE_THE_STOP = 400;

    @TempDir
    private Path folder;

    @Test
    void leavesNothingOfWhatWasDeletedInTheDataFolder() throws Exception {
        String thread;
        try (JarProcess jar = JarProcess.start(folder)) {
            ApiClient api = jar.api();
            thread = jar.threadWith("Kept 1");
            deleteTheFirstOfMany(api);
            delete(api, createWithKey(api, thread + "/messages", secretMessage("Secret-message")));
            delete(api, createWithKey(api, "/v1/threads", """
                    {"metadata": {"a": "Secret-thread"}, "messages": [%s]}""".formatted(secretMessage("Secret-first"))));
            Answer modified = api.post(thread, "{\"metadata\": {\"a\": \"Secret-metadata\"}}");
            assertThat(modified.status()).isEqualTo(200);
            api.post(thread, "{\"metadata\": null}");
            api.post(thread + "/messages", Server.say("Kept 2"));
        }

        assertThat(filesThatContain("Secret-")).isEmpty();
        try (JarProcess jar = JarProcess.start(folder)) {
            assertThat(jar.api().allTexts(thread)).containsExactly("Kept 1", "Kept 2");
        }
    }

    @Test
    void answersWhatIsInFlightAndKeepsIt() throws Exception {
        JarProcess jar = JarProcess.start(folder);
        String thread = jar.threadWith();
        List<Queue<String>> written = IntStream.range(0, WRITERS)
                .<Queue<String>>mapToObj(writer -> new ConcurrentLinkedQueue<>())
                .toList();
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        List<Future<?>> running = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            String name = writer + "-";
            Queue<String> own = written.get(writer);
            running.add(writers.submit(() -> writeUntilNobodyListens(jar.api(), thread, name, own)));
        }
        while (written.stream().mapToInt(Queue::size).sum() < WRITES_BEFORE_THE_STOP) {
            assertThat(running).as("A writer has been refused").noneMatch(Future::isDone);
        }
        jar.close();
        for (Future<?> writer : running) {
            writer.get();
        }
        writers.shutdown();

        try (JarProcess again = JarProcess.start(folder)) {
            List<String> kept = again.api().allTexts(thread);
            assertThat(kept)
                    .as("A request that got no answer was not taken")
                    .containsExactlyInAnyOrderElementsOf(
                            written.stream().flatMap(Queue::stream).toList());
            assertThat(written).allSatisfy(own -> assertThat(kept).containsSubsequence(own));
        }
    }

    @Test
    void losesNothingWhenItIsKilledWhileItRewritesTheFile() throws Exception {
        String thread;
        List<String> texts = IntStream.range(0, 50).mapToObj(i -> "Kept " + i).toList();
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

    /** H2 has them all in one place, which it leaves as it is for the sake of those that stay. */
    private static void deleteTheFirstOfMany(ApiClient api) {
        String others = (", " + Server.say("x".repeat(8000))).repeat(31);
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
        Answer created =
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

    /** Every answer is a success, to the last one; then connections are refused, or closed before a request was taken. */
    private static void writeUntilNobodyListens(ApiClient api, String thread, String name, Queue<String> own) {
        try {
            while (true) {
                String text = name + own.size();
                Answer answer = api.post(thread + "/messages", Server.say(text));
                assertThat(answer.status()).isEqualTo(200);
                own.add(text);
            }
        } catch (UncheckedIOException e) {
            assertThat(own).isNotEmpty();
        }
    }
}
