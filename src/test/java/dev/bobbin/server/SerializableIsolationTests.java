package dev.bobbin.server;

import static dev.bobbin.server.support.ConcurrentClients.runConcurrently;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bobbin.server.support.ApiClient.Response;
import dev.bobbin.server.support.Server;
import dev.bobbin.server.support.ServerTest;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** PostgreSQL with serializable isolation, which rolls back conflicting transactions, as distributed databases do. */
@DirtiesContext
@ServerTest(properties = "spring.datasource.hikari.transaction-isolation=TRANSACTION_SERIALIZABLE")
class SerializableIsolationTests implements Server {

    private static final int WRITERS = 8;
    private static final int WRITES = 200;

    private static EmbeddedPostgres postgres;

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry registry) throws IOException {
        postgres = EmbeddedPostgres.start();
        registry.add("spring.datasource.url", () -> postgres.getJdbcUrl("postgres", "postgres"));
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    @Test
    void appendsEveryMessageOfConcurrentWriters() throws Exception {
        String thread = threadWith();
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        List<Future<?>> running = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            String name = writer + "-";
            running.add(writers.submit(() -> {
                for (int i = 0; i < WRITES; i++) {
                    assertThat(api().post(thread + "/messages", Server.message(name + i))
                                    .status())
                            .isEqualTo(200);
                }
            }));
        }
        for (Future<?> writer : running) {
            writer.get();
        }
        writers.shutdown();

        assertThat(api().allTexts(thread)).hasSize(WRITERS * WRITES).doesNotHaveDuplicates();
    }

    @Test
    void createsOneMessageForEachKeyOfConcurrentRequests() throws Exception {
        String thread = threadWith();

        List<Response> responses = runConcurrently(
                WRITERS,
                client -> api().send(
                                "POST",
                                thread + "/messages",
                                BodyPublishers.ofString(Server.message("Hello")),
                                "Idempotency-Key",
                                "key-" + client % 2));

        assertThat(responses).extracting(Response::status).containsOnly(200);
        assertThat(responses.stream().map(Response::body).distinct()).hasSize(2);
        assertThat(api().allTexts(thread)).hasSize(2);
    }
}
