package dev.bobbin.server.process;

import static dev.bobbin.server.support.ConcurrentClients.PAGE_SIZES;
import static dev.bobbin.server.support.ConcurrentClients.runConcurrently;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bobbin.server.support.ApiClient;
import dev.bobbin.server.support.ConcurrentClients;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two servers share one PostgreSQL database. They start at the same time and behave like one service. */
@Tag("slow")
@Timeout(600)
class TwoServersIT {

    private static final int WRITERS = 16;
    private static final int WRITES = Integer.getInteger("test.writes", 10);
    private static final int MESSAGES = WRITERS * WRITES;

    private static final String DEMO = "spring.profiles.active=demo";
    private static final String SAMPLE = "/v1/threads/thread_abc123";

    @TempDir
    private static Path folder;

    private static PostgresProcess postgres;
    private static List<JarProcess> servers;

    @BeforeAll
    static void startBothServers() throws Exception {
        postgres = PostgresProcess.start(folder.resolve("postgres"));
        servers = List.of(
                JarProcess.launch(folder, postgres.setting(), DEMO),
                JarProcess.launch(folder, postgres.setting(), DEMO));
        servers.forEach(JarProcess::awaitReady);
    }

    @AfterAll
    static void stop() throws Exception {
        servers.forEach(JarProcess::close);
        postgres.close();
    }

    @Test
    void createTheSampleDataOnce() {
        assertThat(servers)
                .allSatisfy(server -> assertThat(
                                server.api().get(SAMPLE + "/messages").ids())
                        .containsExactly("msg_abc123", "msg_abc12"))
                .allSatisfy(server ->
                        assertThat(server.api().get("/v1/conversations").ids()).hasSize(3));
    }

    /** Another server has inserted the sample thread but not committed it when this server starts. */
    @Test
    void completeTheSampleDataThatAnotherServerCreatesAtTheSameTime() throws Exception {
        servers.get(0).api().delete(SAMPLE);
        try (Connection otherServer = postgres.connect()) {
            otherServer.setAutoCommit(false);
            otherServer
                    .createStatement()
                    .execute("insert into threads values ('thread_abc123', 'default', 1, 0, '{}', '{}')");
            try (JarProcess third = JarProcess.launch(folder, postgres.setting(), DEMO)) {
                await().atMost(Duration.ofMinutes(1))
                        .until(() -> postgres.queryForLong("select count(*) from pg_locks where not granted") > 0);
                otherServer.commit();
                third.awaitReady();

                assertThat(third.api().get(SAMPLE + "/messages").ids()).containsExactly("msg_abc123", "msg_abc12");
            }
        }
    }

    @Test
    void listConcurrentMessagesInOneOrder() throws Exception {
        String thread = servers.get(0).threadWith();
        List<List<String>> written = runConcurrently(
                WRITERS, client -> ConcurrentClients.appendMessages(api(client), thread, client + "-", WRITES));
        List<String> stored = api(0).allTexts(thread);

        assertThat(stored).hasSize(MESSAGES).doesNotHaveDuplicates();
        assertThat(written).allSatisfy(texts -> assertThat(stored).containsSubsequence(texts));
        for (int limit : PAGE_SIZES) {
            assertThat(api(limit).allTexts(thread, "asc", limit)).isEqualTo(stored);
            assertThat(reversed(api(limit + 1).allTexts(thread, "desc", limit))).isEqualTo(stored);
        }
    }

    /** Half of the readers poll for all messages in ascending order. The others page backwards once. */
    @Test
    void showEveryMessageOnceWhileClientsWrite() throws Exception {
        String thread = servers.get(0).threadWith("First");
        int readers = 2 * PAGE_SIZES.size();
        List<List<String>> seen = runConcurrently(readers + WRITERS, client -> {
            if (client >= readers) {
                return ConcurrentClients.appendMessages(api(client), thread, client + "-", WRITES);
            }
            int limit = PAGE_SIZES.get(client / 2);
            return client % 2 == 0
                    ? ConcurrentClients.pollMessages(api(limit), thread, MESSAGES + 1, limit)
                    : reversed(api(limit).allTexts(thread, "desc", limit));
        });
        List<String> stored = api(0).allTexts(thread);

        assertThat(seen.subList(0, readers))
                .allSatisfy(texts -> assertThat(texts).isNotEmpty().isEqualTo(stored.subList(0, texts.size())));
    }

    /** Distributes the clients over both servers. */
    private static ApiClient api(int client) {
        return servers.get(client % 2).api();
    }

    private static List<String> reversed(List<String> texts) {
        Collections.reverse(texts);
        return texts;
    }
}
