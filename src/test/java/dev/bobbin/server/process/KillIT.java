package dev.bobbin.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bobbin.server.support.ApiClient;
import dev.bobbin.server.support.ApiClient.Answer;
import dev.bobbin.server.support.Server;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL under load: every acknowledged message is there afterwards, once and in order; the others can be repeated. */
class KillIT {

    private static final int ROUNDS = Integer.getInteger("bobbin.kill.rounds", 3);
    private static final int WRITERS = 16;
    private static final int WRITES_BEFORE_A_KILL = 400;

    @TempDir
    private Path folder;

    @Test
    void losesNothingWhenItIsKilled() throws Exception {
        JarProcess jar = JarProcess.start(folder);
        try {
            String thread = jar.threadWith();
            List<String> acknowledged = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                List<List<String>> written = writeUntilKilled(jar, thread, round);
                written.forEach(acknowledged::addAll);
                jar = JarProcess.start(folder);
                for (int writer = 0; writer < WRITERS; writer++) {
                    repeatTheLast(jar.api(), thread, nameOf(round, writer), written.get(writer));
                }
                List<String> kept = jar.api().allTexts(thread);

                assertThat(kept).doesNotHaveDuplicates().containsAll(acknowledged);
                assertThat(written).allSatisfy(own -> assertThat(kept).containsSubsequence(own));
            }
            assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(ROUNDS * WRITES_BEFORE_A_KILL);
        } finally {
            jar.kill();
        }
    }

    /** The texts that each writer was told are kept, in its own order. */
    private static List<List<String>> writeUntilKilled(JarProcess jar, String thread, int round) throws Exception {
        List<List<String>> written = IntStream.range(0, WRITERS)
                .<List<String>>mapToObj(writer -> new CopyOnWriteArrayList<>())
                .toList();
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        List<Future<?>> running = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            String name = nameOf(round, writer);
            List<String> own = written.get(writer);
            running.add(writers.submit(() -> writeUntilTheConnectionBreaks(jar.api(), thread, name, own)));
        }
        while (written.stream().mapToInt(List::size).sum() < WRITES_BEFORE_A_KILL) {
            assertThat(running).as("A writer has been refused").noneMatch(Future::isDone);
        }
        jar.kill();
        for (Future<?> writer : running) {
            writer.get();
        }
        writers.shutdown();
        return written;
    }

    private static void writeUntilTheConnectionBreaks(ApiClient api, String thread, String name, List<String> own) {
        try {
            while (true) {
                write(api, thread, name, own);
            }
        } catch (UncheckedIOException e) {
            assertThat(own).as("The server was killed while it was writing").isNotEmpty();
        }
    }

    /** Nobody knows whether the server was killed before the commit or after it. */
    private static void repeatTheLast(ApiClient api, String thread, String name, List<String> own) {
        write(api, thread, name, own);
    }

    private static void write(ApiClient api, String thread, String name, List<String> own) {
        String text = name + own.size();
        Answer answer = api.send(
                "POST", thread + "/messages", BodyPublishers.ofString(Server.say(text)), "Idempotency-Key", text);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo(text);
        own.add(text);
    }

    private static String nameOf(int round, int writer) {
        return round + "-" + writer + "-";
    }
}
