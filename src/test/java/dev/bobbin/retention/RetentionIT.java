package dev.bobbin.retention;

import static dev.bobbin.server.support.ConcurrentClients.runConcurrently;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bobbin.BobbinApplication;
import dev.bobbin.database.Database;
import dev.bobbin.server.support.ApiClient;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** Retention deletes many threads. */
@Tag("slow")
@Isolated("It measures latencies.")
@ExtendWith(OutputCaptureExtension.class)
class RetentionIT {

    private static final int THREADS = Integer.getInteger("test.expired", 5000);
    private static final int BASELINE_SECONDS = 10;

    @TempDir
    private Path folder;

    @Test
    void twoServersDeleteEachThreadOnce(CapturedOutput output) throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                ConfigurableApplicationContext one = start(url(postgres));
                ConfigurableApplicationContext two = start(url(postgres))) {
            insertExpired(one, THREADS);
            List<ConfigurableApplicationContext> servers = List.of(one, two);
            servers.forEach(RetentionIT::elevenMinutesPass);

            runConcurrently(2, server -> {
                while (count(one, "threads") > 0) {
                    servers.get(server).getBean(Retention.class).run();
                }
                return server;
            });

            assertThat(count(one, "threads")).isZero();
            assertThat(count(one, "messages")).isZero();
            assertThat(deletions(one) + deletions(two)).isEqualTo(THREADS);
            assertThat(output.getAll().lines().filter(line -> line.contains("dev.bobbin.retention")))
                    .noneMatch(line -> line.contains("failed"));
        }
    }

    @Test
    void readersStayFastOnH2() throws Exception {
        try (ConfigurableApplicationContext server = start("--bobbin.data-dir=" + folder)) {
            assertReadersStayFast(server);
        }
    }

    @Test
    void readersStayFastOnPostgres() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                ConfigurableApplicationContext server = start(url(postgres))) {
            assertReadersStayFast(server);
        }
    }

    private static void assertReadersStayFast(ConfigurableApplicationContext server) throws Exception {
        insertExpired(server, THREADS);
        ApiClient api =
                new ApiClient("http://127.0.0.1:" + server.getEnvironment().getProperty("local.server.port"));
        String path = "/v1/threads/"
                + api.post("/v1/threads", "{\"messages\": [{\"role\": \"user\", \"content\": \"One\"}]}")
                        .id()
                + "/messages";
        elevenMinutesPass(server);
        medianMicros(api, path, secondsHavePassed(BASELINE_SECONDS));

        long before = medianMicros(api, path, secondsHavePassed(BASELINE_SECONDS));
        long begin = System.nanoTime();
        CompletableFuture<Void> round = CompletableFuture.runAsync(server.getBean(Retention.class)::run);
        long during = medianMicros(api, path, round::isDone);
        long seconds = Duration.ofNanos(System.nanoTime() - begin).toSeconds();
        long after = medianMicros(api, path, secondsHavePassed(BASELINE_SECONDS));

        System.out.printf(
                "Median latency: %d µs before, %d µs during %d s, %d µs after%n", before, during, seconds, after);
        assertThat(count(server, "threads")).isEqualTo(1);
        assertThat(during).isLessThan(Math.max(before, after) * 3 / 2);
    }

    /** Reads with two clients until a condition is true. */
    private static long medianMicros(ApiClient api, String path, BooleanSupplier isDone) throws Exception {
        List<Long> micros = runConcurrently(2, client -> {
                    List<Long> durations = new ArrayList<>();
                    while (!isDone.getAsBoolean()) {
                        long begin = System.nanoTime();
                        assertThat(api.get(path).status()).isEqualTo(200);
                        durations.add((System.nanoTime() - begin) / 1000);
                    }
                    return durations;
                })
                .stream()
                .flatMap(List::stream)
                .sorted()
                .toList();
        return micros.get(micros.size() / 2);
    }

    private static BooleanSupplier secondsHavePassed(int seconds) {
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        return () -> System.nanoTime() > end;
    }

    private static void insertExpired(ConfigurableApplicationContext server, int threads) {
        JdbcTemplate jdbc = server.getBean(JdbcTemplate.class);
        String numbers =
                Database.isPostgres(server.getBean(JdbcConnectionDetails.class).getJdbcUrl())
                        ? "generate_series(1, ?) as numbers (x)"
                        : "system_range(1, ?)";
        jdbc.update("update retention_start set at = 1");
        jdbc.update("insert into threads select 'thread_' || x, 'default', 1, 2, '{}', '{}' from " + numbers, threads);
        for (int position = 1; position <= 2; position++) {
            jdbc.update(
                    "insert into messages select id, 'msg_' || ?, ?, 'user', 1, '[]', '[]', '{}' from threads",
                    position,
                    position);
        }
    }

    private static long count(ConfigurableApplicationContext server, String table) {
        return server.getBean(JdbcTemplate.class).queryForObject("select count(*) from " + table, Long.class);
    }

    private static double deletions(ConfigurableApplicationContext server) {
        Counter counter = server.getBean(MeterRegistry.class)
                .find("bobbin.retention.deletions")
                .tag("object", "thread")
                .counter();
        return counter == null ? 0 : counter.count();
    }

    /** Retention begins ten minutes after the start. */
    private static void elevenMinutesPass(ConfigurableApplicationContext server) {
        server.getBean(MovedTime.class).passed = Duration.ofMinutes(11);
    }

    private static String url(EmbeddedPostgres postgres) {
        return "--spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres");
    }

    private static ConfigurableApplicationContext start(String database) {
        return new SpringApplicationBuilder(BobbinApplication.class, MovedTime.class)
                .run("--server.port=0", "--bobbin.retention.default=30d", database);
    }
}
