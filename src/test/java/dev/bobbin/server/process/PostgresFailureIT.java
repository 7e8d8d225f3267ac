package dev.bobbin.server.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bobbin.server.support.ApiClient.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL fails under load: clients are told in time, nothing acknowledged is lost, and the server goes on by itself. */
@Timeout(600)
class PostgresFailureIT {

    private static final int ROUNDS = Integer.getInteger("bobbin.kill.rounds", 1);
    private static final int WRITERS = 12;
    private static final int WRITES_BETWEEN = 100;

    /** A wait for a connection, 10 s for a statement, and what a busy machine adds. */
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(20);

    /** Milliseconds; the server by itself waits for longer, which is all the same to it. */
    private static final String WAIT_FOR_A_CONNECTION = "spring.datasource.hikari.connection-timeout=1000";

    @TempDir
    private static Path folder;

    private static PostgresProcess postgres;
    private static JarProcess jar;

    @BeforeAll
    static void start() throws Exception {
        postgres = PostgresProcess.start(folder.resolve("postgres"));
        jar = JarProcess.start(folder, postgres.setting(), WAIT_FOR_A_CONNECTION);
    }

    @AfterAll
    static void stop() throws Exception {
        jar.close();
        postgres.close();
    }

    @Test
    void losesNothingWhenPostgresCrashes() throws Exception {
        survives(load -> postgres.killAConnection());
    }

    @Test
    void losesNothingWhenItsConnectionsAreTerminated() throws Exception {
        survives(load -> postgres.terminateAllConnections());
    }

    @Test
    void losesNothingWhenPostgresIsStopped() throws Exception {
        survives(load -> {
            postgres.stop();
            load.awaitAFailureOfEveryClient();
            assertThatItIsNotReady();
            postgres.startAgain();
        });
    }

    @Test
    void losesNothingWhenPostgresHangs() throws Exception {
        survives(load -> {
            postgres.freeze();
            try {
                load.awaitAFailureOfEveryClient();
                assertThatItIsNotReady();
            } finally {
                postgres.thaw();
            }
        });
    }

    private static void survives(Failure failure) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            try (WriteLoad load = WriteLoad.on(jar, WRITERS)) {
                load.awaitWrites(WRITES_BETWEEN);
                failure.passes(load);
                load.awaitWrites(WRITES_BETWEEN);
                load.end();

                assertThat(load.slowest()).isLessThan(LONGEST_ANSWER);
                assertThat(load.failures()).isNotEmpty().allSatisfy(PostgresFailureIT::assertThatItIsRight);
                assertThatEverythingIsKept(load);
                assertThat(health("readiness")).isEqualTo(200);
            }
        }
    }

    /** Still alive: to start it again would not help. */
    private static void assertThatItIsNotReady() {
        await().atMost(LONGEST_ANSWER).until(() -> health("readiness") == 503);
        assertThat(health("liveness")).isEqualTo(200);
    }

    private static int health(String group) {
        return jar.api().get("/actuator/health/" + group).status();
    }

    /** Either it was not done and can be repeated, or nobody knows and it must not be. */
    private static void assertThatItIsRight(Answer failure) {
        assertThat(failure.status()).isIn(500, 503);
        assertThat(failure.header("retry-after")).isEqualTo(failure.status() == 503 ? "1" : "");
        assertThat(failure.header("x-should-retry")).isEqualTo(failure.status() == 503 ? "" : "false");
    }

    private static void assertThatEverythingIsKept(WriteLoad load) throws Exception {
        List<String> kept = jar.api().allTexts(load.thread());

        assertThat(kept).doesNotHaveDuplicates();
        assertThat(load.refused()).doesNotContainAnyElementsOf(kept);
        assertThat(load.acknowledged()).allSatisfy(own -> assertThat(kept).containsSubsequence(own));
        assertThat(load.threads())
                .allSatisfy(thread -> assertThat(jar.api().allTexts(thread)).containsExactly("1", "2", "3"));
        assertThat(postgres.number("select count(*) from threads t where last_position <>"
                        + " (select count(*) from messages m where m.thread_id = t.id)"))
                .as("Threads of which a part is missing")
                .isZero();
    }

    private interface Failure {

        void passes(WriteLoad load) throws Exception;
    }
}
