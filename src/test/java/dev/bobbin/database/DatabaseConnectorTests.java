package dev.bobbin.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bobbin.database.failure.DatabaseUnavailableException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class DatabaseConnectorTests {

    @Test
    void failsIfTheDatabaseIsUnreachableUntilTheWaitIsOver(CapturedOutput output) throws Exception {
        String url = url(freePort());

        assertThatThrownBy(() -> open(url + "?password=secret", Duration.ofSeconds(2)))
                .isInstanceOf(DatabaseUnavailableException.class)
                .hasMessageContaining("The database " + url + " cannot be reached");
        assertThat(retryWarnings(output))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line)
                        .contains(" WARN ", "The database " + url + " cannot be reached", "refused")
                        .doesNotContain("secret"));
    }

    @Test
    void triesOnlyOnceWithoutAWait(CapturedOutput output) throws Exception {
        String url = url(freePort());

        assertThatThrownBy(() -> open(url, Duration.ZERO)).isInstanceOf(DatabaseUnavailableException.class);
        assertThat(retryWarnings(output)).isEmpty();
    }

    @Test
    void waitsForADatabaseThatStartsLate(CapturedOutput output) throws Exception {
        int port = freePort();
        CompletableFuture<Database> opening =
                CompletableFuture.supplyAsync(() -> open(url(port), Duration.ofMinutes(1)));
        while (retryWarnings(output).isEmpty()) {
            Thread.onSpinWait();
        }
        try (EmbeddedPostgres postgres =
                EmbeddedPostgres.builder().setPort(port).start()) {
            assertThat(opening).succeedsWithin(1, TimeUnit.MINUTES);

            assertThatThrownBy(() -> open(postgres.getJdbcUrl("postgres", "unknown"), Duration.ofHours(1)))
                    .as("The server runs, but it has no database of this name")
                    .isInstanceOf(DatabaseUnavailableException.class)
                    .hasMessageContaining("unknown");
        }
    }

    @Test
    void rejectsADatabaseWithAnotherEncodingThanUtf8() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database latin encoding 'LATIN1' locale 'C' template template0");

            assertThatThrownBy(() -> open(postgres.getJdbcUrl("postgres", "latin"), Duration.ZERO))
                    .isInstanceOf(DatabaseUnavailableException.class)
                    .hasMessageContaining("has the encoding LATIN1");
        }
    }

    @Test
    void warnsIfCommitsAreNotDurable(CapturedOutput output) throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .start()) {
            String url = postgres.getJdbcUrl("postgres", "postgres");

            open(url, Duration.ZERO).destroy();
            assertThat(output).doesNotContain("can get lost");

            open(url + "&options=-c%20synchronous_commit=off", Duration.ZERO).destroy();
            assertThat(output).contains("PostgreSQL's synchronous_commit is off");
        }
    }

    private static Database open(String url, Duration wait) {
        return Database.open(url, "postgres", "postgres", wait);
    }

    private static String url(int port) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    private static List<String> retryWarnings(CapturedOutput output) {
        return output.getOut()
                .lines()
                .filter(line -> line.contains("Bobbin retries for another "))
                .toList();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
