package dev.bobbin.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bobbin.BobbinApplication;
import dev.bobbin.server.support.Fuzzer;
import dev.bobbin.server.support.Server;
import dev.bobbin.server.support.ServerTest;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Random requests, most of them invalid. */
@ServerTest(classes = BobbinApplication.class)
class FuzzTests implements Server {

    private static final int REQUESTS = Integer.getInteger("test.fuzz.requests", 3_000);
    private static final long SEED = Long.getLong("test.fuzz.seed", new Random().nextInt(1_000_000));
    private static final int CLIENTS = 8;

    @TempDir
    static Path folder;

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry registry) {
        registry.add("bobbin.data-dir", folder::toString);
    }

    @Test
    void returnsValidResponsesToRandomRequestsAndLosesNoMessage() throws Exception {
        String untouched = threadWith("One", "Two", "Three");
        String before = api().get(untouched + "/messages").body();
        List<Fuzzer> fuzzers = IntStream.range(0, CLIENTS)
                .mapToObj(client -> new Fuzzer(this, SEED * CLIENTS + client))
                .toList();
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        List<? extends Future<?>> running = fuzzers.stream()
                .map(fuzzer -> clients.submit(() -> fuzzer.send(REQUESTS / CLIENTS)))
                .toList();
        for (Future<?> client : running) {
            client.get();
        }
        clients.shutdown();

        assertThat(fuzzers.stream().flatMap(fuzzer -> fuzzer.findings().stream()))
                .as("Findings with -Dtest.fuzz.seed=" + SEED)
                .isEmpty();
        assertThat(api().get(untouched + "/messages").body()).isEqualTo(before);
    }
}
