package dev.bobbin.server.process;

import static dev.bobbin.server.support.ConcurrentClients.runConcurrently;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bobbin.server.support.SequenceKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server with the flags and the memory limit of {@code deploy/small} serves mixed load, and loses nothing. */
@Tag("slow")
class SmallMachineIT {

    private static final Logger log = LoggerFactory.getLogger(SmallMachineIT.class);
    private static final Path RECIPE = Path.of("deploy", "small");
    private static final int SECONDS = Integer.getInteger("test.small.seconds", 30);
    private static final int CLIENTS = 8;

    @TempDir
    private Path folder;

    @Test
    void servesMixedLoad() throws Exception {
        try (MemoryLimit limit = MemoryLimit.of(bytes());
                JarProcess jar = JarProcess.launchPacked(folder, flags())) {
            limit.apply(jar.pid());
            jar.awaitReady();
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
            List<MixedClient> clients = runConcurrently(
                    CLIENTS, client -> new MixedClient(jar, SequenceKind.values()[client % 2]).runUntil(end));

            log.info(
                    "{} requests, {} rejected, at most {} MB, limit enforced: {}",
                    clients.stream().mapToLong(MixedClient::requests).sum(),
                    clients.stream().mapToLong(MixedClient::rejections).sum(),
                    peakMemory(jar) >> 20,
                    limit.hasEffect());
            assertThat(jar.isRunning()).isTrue();
            assertThat(peakMemory(jar)).isLessThan(bytes());
        }
    }

    /** The last flag replaces the one with which tests shorten the start-up. */
    private static String[] flags() throws IOException {
        Stream<String> lines =
                Files.readAllLines(RECIPE.resolve("java.options")).stream().filter(line -> line.startsWith("-"));
        return Stream.concat(lines, Stream.of("-XX:TieredStopAtLevel=4")).toArray(String[]::new);
    }

    private static long bytes() throws IOException {
        return numberIn(RECIPE.resolve("memory.conf"), "MemoryMax=") << 20;
    }

    /** Returns the largest resident memory of the process so far, in bytes. */
    private static long peakMemory(JarProcess jar) throws IOException {
        return numberIn(Path.of("/proc/" + jar.pid() + "/status"), "VmHWM:") << 10;
    }

    private static long numberIn(Path file, String startOfLine) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith(startOfLine))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
