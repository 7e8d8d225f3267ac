package dev.bobbin.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.bobbin.BobbinApplication;
import dev.bobbin.server.support.ApiClient.Response;
import dev.bobbin.server.support.Server;
import dev.bobbin.server.support.ServerTest;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A server with too little free disk space and few database connections. */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
@ServerTest(
        classes = BobbinApplication.class,
        properties = {
            "bobbin.min-free-disk=1000000TB",
            "spring.datasource.hikari.maximum-pool-size=2",
            "spring.datasource.hikari.connection-timeout=500"
        })
class ScarceResourceTests implements Server {

    private static final String THREAD = "/v1/threads/thread_1";

    @TempDir
    static Path folder;

    @Autowired
    private HikariDataSource pool;

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry registry) {
        registry.add("bobbin.data-dir", folder::toString);
    }

    @BeforeEach
    void createThread() throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("merge into threads values ('thread_1', 'default', 1, 0, '{}', '{}')");
            connection.commit();
        }
    }

    @Test
    void returns503ForWritesWhenTheDiskIsNearlyFull() {
        List<Response> responses = List.of(
                api().post("/v1/threads", "{}"),
                api().post(THREAD, "{}"),
                api().delete(THREAD),
                api().post(THREAD + "/messages", Server.message("Hello")));

        assertThat(responses).allSatisfy(response -> {
            assertThat(response.status()).isEqualTo(503);
            assertThat(response.header("retry-after")).isEqualTo("30");
            assertThat(response.message()).contains("disk is nearly full");
        });
    }

    @Test
    void logsAtStartUpThatTheDiskIsNearlyFull(@TempDir Path other, CapturedOutput output) {
        SpringApplicationBuilder server = new SpringApplicationBuilder(BobbinApplication.class)
                .properties("server.port=0", "bobbin.min-free-disk=1000000TB", "bobbin.data-dir=" + other);
        try (ConfigurableApplicationContext running = server.run()) {
            await().untilAsserted(() -> assertThat(
                            output.getAll().lines().filter(line -> line.contains("MetadataBackfill")))
                    .isNotEmpty()
                    .allMatch(line ->
                            line.endsWith(": The disk of the database is nearly full, so the server rejects writes.")));
            assertThat(running.isActive()).isTrue();
        }
    }

    @Test
    void servesReadsWhenTheDiskIsNearlyFull() {
        assertThat(api().get(THREAD).status()).isEqualTo(200);
        assertThat(api().get(THREAD + "/messages").texts()).isEmpty();
        assertThat(api().get("/actuator/health/readiness").status()).isEqualTo(200);
    }

    @Test
    void returns503WhileTheConnectionPoolIsExhausted() throws Exception {
        List<Connection> borrowed = new ArrayList<>();
        try {
            while (borrowed.size() < pool.getMaximumPoolSize()) {
                borrowed.add(pool.getConnection());
            }
            Response response = api().get(THREAD);

            assertThat(response.status()).isEqualTo(503);
            assertThat(response.header("retry-after")).isEqualTo("1");
        } finally {
            for (Connection connection : borrowed) {
                connection.close();
            }
        }
        assertThat(api().get(THREAD).status()).isEqualTo(200);
    }
}
