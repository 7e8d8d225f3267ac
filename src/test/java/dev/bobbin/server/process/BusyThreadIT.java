package dev.bobbin.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bobbin.server.support.ApiClient;
import dev.bobbin.server.support.ApiClient.Response;
import dev.bobbin.server.support.Server;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many clients of one project write to one thread. Requests of another project and health checks stay fast. */
@Tag("slow")
@Timeout(300)
class BusyThreadIT {

    private static final int WRITERS = 100;
    private static final int WRITES = 2000;
    private static final int REQUESTS_OF_THE_OTHER_PROJECT = 50;
    private static final Duration MAX_LATENCY = Duration.ofSeconds(2);

    @TempDir
    private Path folder;

    @Test
    void servesOtherProjectsOnH2() throws Exception {
        assertServesOtherProjects();
    }

    @Test
    void servesOtherProjectsOnPostgres() throws Exception {
        try (PostgresProcess postgres = PostgresProcess.start(folder.resolve("postgres"))) {
            assertServesOtherProjects(postgres.setting());
        }
    }

    private void assertServesOtherProjects(String... database) throws Exception {
        String[] settings = Arrays.copyOf(database, database.length + 2);
        settings[database.length] = "bobbin.api-keys.red=sk-red";
        settings[database.length + 1] = "bobbin.api-keys.blue=sk-blue";
        try (JarProcess jar = JarProcess.start(folder, settings);
                WriteLoad load = WriteLoad.on(new Client(jar.port(), "sk-red"), WRITERS)) {
            load.awaitWrites(WRITES);
            Server other = new Client(jar.port(), "sk-blue");
            String thread = other.threadWith();
            for (int i = 0; i < REQUESTS_OF_THE_OTHER_PROJECT; i++) {
                assertFast(() -> other.api().post(thread + "/messages", Server.message("Blue")));
                assertFast(() -> other.api().get(thread + "/messages"));
                assertFast(() -> other.api().get("/actuator/health/readiness"));
            }
            load.awaitWrites(WRITES);
            load.stop();

            List<String> stored = jar.withKey("sk-red").allTexts(load.thread());
            assertThat(load.failures()).isEmpty();
            assertThat(stored)
                    .containsExactlyInAnyOrderElementsOf(
                            load.acknowledged().stream().flatMap(List::stream).toList());
        }
    }

    private static void assertFast(Supplier<Response> request) {
        long start = System.nanoTime();
        Response response = request.get();

        assertThat(response.status()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(MAX_LATENCY);
    }

    /** The server, as the clients of one project see it. */
    private record Client(int port, String key) implements Server {

        @Override
        public ApiClient api() {
            return withKey(key);
        }
    }
}
