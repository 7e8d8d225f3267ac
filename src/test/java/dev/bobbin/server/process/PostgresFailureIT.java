package dev.bobbin.server.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bobbin.server.support.ApiClient.Response;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * PostgreSQL fails while clients write. The server responds in time, loses no acknowledged write, and recovers without
 * a restart.
 */
@Tag("slow")
@Timeout(600)
class PostgresFailureIT {

    private static final int ROUNDS = Integer.getInteger("test.kill.rounds", 1);
    private static final int WRITERS = 12;
    private static final int WRITES_BETWEEN = 100;

    /** Includes the wait for a connection, 10 s for a statement, and a margin for a busy machine. */
    private static final Duration MAX_LATENCY = Duration.ofSeconds(20);

    /** Shorter than the default, in milliseconds, to speed up the test. */
    private static final String CONNECTION_TIMEOUT = "spring.datasource.hikari.connection-timeout=1000";

    @TempDir
    private static Path folder;

    private static PostgresProcess postgres;
    private static JarProcess jar;

    @BeforeAll
    static void start() throws Exception {
        postgres = PostgresProcess.start(folder.resolve("postgres"));
        jar = JarProcess.start(folder, postgres.setting(), CONNECTION_TIMEOUT);
    }

    @AfterAll
    static void stop() throws Exception {
        jar.close();
        postgres.close();
    }

    @Test
    void losesNothingWhenPostgresCrashes() throws Exception {
        assertLosesNothing(load -> postgres.crash());
    }

    @Test
    void losesNothingWhenPostgresTerminatesItsConnections() throws Exception {
        assertLosesNothing(load -> postgres.terminateAllConnections());
    }

    /** With so few milliseconds, PostgreSQL also ends transactions that wait for the server's next statement. */
    @Test
    void losesNothingWhenPostgresEndsIdleTransactions() throws Exception {
        assertLosesNothing(load -> {
            postgres.set("idle_in_transaction_session_timeout", "1");
            try {
                load.awaitFailure();
            } finally {
                postgres.set("idle_in_transaction_session_timeout", "0");
            }
        });
    }

    @Test
    void losesNothingAndIsNotReadyWhilePostgresIsStopped() throws Exception {
        assertLosesNothing(load -> {
            postgres.stop();
            load.awaitFailureOfEveryClient();
            assertAliveButNotReady();
            postgres.restart();
        });
    }

    @Test
    void losesNothingAndIsNotReadyWhilePostgresHangs() throws Exception {
        assertLosesNothing(load -> {
            postgres.suspend();
            try {
                load.awaitFailureOfEveryClient();
                assertAliveButNotReady();
            } finally {
                postgres.resume();
            }
        });
    }

    private static void assertLosesNothing(Failure failure) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            try (WriteLoad load = WriteLoad.on(jar, WRITERS)) {
                load.awaitWrites(WRITES_BETWEEN);
                failure.trigger(load);
                load.awaitWrites(WRITES_BETWEEN);
                load.stop();

                assertThat(load.maxLatency()).isLessThan(MAX_LATENCY);
                assertThat(load.failures()).isNotEmpty().allSatisfy(PostgresFailureIT::assertHasRetryHeaders);
                assertStoresEveryAcknowledgedWrite(load);
                assertThat(health("readiness")).isEqualTo(200);
            }
        }
    }

    /** The server must stay alive: a restart would not help. */
    private static void assertAliveButNotReady() {
        await().atMost(MAX_LATENCY).until(() -> health("readiness") == 503);
        assertThat(health("liveness")).isEqualTo(200);
    }

    private static int health(String group) {
        return jar.api().get("/actuator/health/" + group).status();
    }

    /** A client can retry a write that the server rejected. It must not retry a write whose outcome is unknown. */
    private static void assertHasRetryHeaders(Response failure) {
        assertThat(failure.status()).isIn(500, 503);
        assertThat(failure.header("retry-after")).isEqualTo(failure.status() == 503 ? "1" : "");
        assertThat(failure.header("x-should-retry")).isEqualTo(failure.status() == 503 ? "" : "false");
    }

    private static void assertStoresEveryAcknowledgedWrite(WriteLoad load) throws Exception {
        List<String> stored = jar.api().allTexts(load.thread());

        assertThat(stored).doesNotHaveDuplicates();
        assertThat(load.rejected()).doesNotContainAnyElementsOf(stored);
        assertThat(load.acknowledged()).allSatisfy(texts -> assertThat(stored).containsSubsequence(texts));
        assertThat(load.threads())
                .allSatisfy(thread -> assertThat(jar.api().allTexts(thread)).containsExactly("1", "2", "3"));
        assertThat(postgres.queryForLong("select count(*) from threads t where last_position <>"
                        + " (select count(*) from messages m where m.thread_id = t.id)"))
                .as("Threads with missing messages")
                .isZero();
    }

    private interface Failure {

        void trigger(WriteLoad load) throws Exception;
    }
}
