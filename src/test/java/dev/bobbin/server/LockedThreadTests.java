package dev.bobbin.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bobbin.server.support.ApiClient;
import dev.bobbin.server.support.ApiClient.Response;
import dev.bobbin.server.support.Server;
import dev.bobbin.server.support.ServerTest;
import dev.bobbin.server.support.UnusualPostgres;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Another session on PostgreSQL locks the row of a thread, and many clients write to the thread. */
@Timeout(120)
@DirtiesContext
@ServerTest(properties = {"bobbin.api-keys.red=sk-red", "bobbin.api-keys.blue=sk-blue"})
class LockedThreadTests implements Server {

    private static final Duration MAX_LATENCY = Duration.ofSeconds(2);

    /** A quarter of the pool. */
    private static final long CONNECTIONS_OF_THE_THREAD = 5;

    private static EmbeddedPostgres postgres;

    private final ExecutorService writers = Executors.newCachedThreadPool();

    @Autowired
    private JdbcTemplate jdbc;

    private String thread;
    private Connection lock;

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry registry) throws IOException {
        postgres = UnusualPostgres.start();
        registry.add("spring.datasource.url", () -> postgres.getJdbcUrl("postgres", "postgres"));
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    @Override
    public ApiClient api() {
        return withKey("sk-red");
    }

    @BeforeEach
    void lockAThread() throws SQLException {
        thread = threadWith();
        lock = postgres.getPostgresDatabase().getConnection();
        lock.setAutoCommit(false);
        lock.createStatement()
                .execute("select 1 from threads where id = '" + thread.replace("/v1/threads/", "") + "' for update");
    }

    @AfterEach
    void unlock() throws SQLException {
        lock.close();
        writers.shutdown();
    }

    @Test
    void delaysNoOtherThreadAndNoOtherProject() throws Exception {
        String otherThread = threadWith("One");
        ApiClient otherProject = withKey("sk-blue");
        String threadOfOtherProject =
                "/v1/threads/" + otherProject.post("/v1/threads", "{}").id();
        List<Future<Response>> writes = write(40);
        awaitStatementsThatWaitForTheLock();

        assertFast(() -> otherProject.post(threadOfOtherProject + "/messages", Server.message("Blue")));
        assertFast(() -> otherProject.get(threadOfOtherProject + "/messages"));
        assertFast(() -> otherProject.delete(threadOfOtherProject));
        assertFast(() -> api().post(otherThread + "/messages", Server.message("Two")));
        assertFast(() -> api().get(thread + "/messages"));
        assertFast(() -> api().get("/actuator/health/readiness"));
        lock.rollback();

        assertStoresExactlyTheAcknowledged(writes);
    }

    @Test
    void delaysNoOtherProjectWhenDeletionsAndChangesWait() throws Exception {
        List<Future<Response>> requests = new ArrayList<>();
        for (int i = 0; i < 15; i++) {
            requests.add(writers.submit(() -> api().delete(thread + "/messages/msg_1")));
            requests.add(writers.submit(() -> api().post(thread + "/messages/msg_1", "{}")));
            requests.add(writers.submit(() -> api().post(thread, "{}")));
        }
        awaitStatementsThatWaitForTheLock();

        assertFast(() -> withKey("sk-blue").post("/v1/threads", "{}"));
        assertFast(() -> api().post("/v1/threads", "{}"));
        lock.rollback();

        for (Future<Response> request : requests) {
            assertThat(request.get().status()).isIn(200, 404, 503);
        }
    }

    @Test
    void returns503WithRetryAfterToTooManyWritersOfAThread() throws Exception {
        List<Future<Response>> writes = write(510);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> writes.stream().filter(Future::isDone).count() >= 10);

        assertFast(() -> withKey("sk-blue").post("/v1/threads", "{}"));
        lock.rollback();

        // Writers that waited too long for a connection get another 503.
        assertThat(writes).extracting(LockedThreadTests::response).anySatisfy(rejected -> {
            assertThat(rejected.status()).isEqualTo(503);
            assertThat(rejected.header("retry-after")).isEqualTo("1");
            assertThat(rejected.message())
                    .isEqualTo("Too many requests write to this thread or conversation. Please try again shortly.");
        });
        assertStoresExactlyTheAcknowledged(writes);
    }

    private List<Future<Response>> write(int count) {
        return IntStream.range(0, count)
                .mapToObj(
                        i -> writers.submit(() -> api().post(thread + "/messages", Server.message(String.valueOf(i)))))
                .toList();
    }

    private void awaitStatementsThatWaitForTheLock() {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> jdbc.queryForObject(
                                "select count(*) from pg_stat_activity where wait_event_type = 'Lock'", Long.class)
                        == CONNECTIONS_OF_THE_THREAD);
    }

    private void assertStoresExactlyTheAcknowledged(List<Future<Response>> writes) {
        List<String> acknowledged = writes.stream()
                .map(LockedThreadTests::response)
                .filter(response -> response.status() == 200)
                .map(Response::text)
                .toList();

        assertThat(writes)
                .extracting(LockedThreadTests::response)
                .extracting(Response::status)
                .isSubsetOf(200, 503);
        assertThat(api().allTexts(thread)).containsExactlyInAnyOrderElementsOf(acknowledged);
    }

    private static void assertFast(Supplier<Response> request) {
        long start = System.nanoTime();
        Response response = request.get();

        assertThat(response.status()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(MAX_LATENCY);
    }

    private static Response response(Future<Response> request) {
        try {
            return request.get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
