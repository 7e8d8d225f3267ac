package dev.bobbin.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bobbin.database.failure.DatabaseUnavailableException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
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
    void givesUpWhenTheWaitIsOver(CapturedOutput output) throws Exception {
        String url = url(freePort());

        assertThatThrownBy(() -> open(url + "?password=secret", Duration.ofSeconds(2)))
                .isInstanceOf(DatabaseUnavailableException.class)
                .hasMessageContaining("The database " + url + " cannot be reached");
        assertThat(waits(output))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line)
                        .contains(" WARN ", "The database " + url + " cannot be reached", "refused")
                        .doesNotContain("secret"));
    }

    @Test
    void triesOnceWithoutAWait(CapturedOutput output) throws Exception {
        String url = url(freePort());

        assertThatThrownBy(() -> open(url, Duration.ZERO)).isInstanceOf(DatabaseUnavailableException.class);
        assertThat(waits(output)).isEmpty();
    }

    @Test
    void waitsForADatabaseThatComesUpLate(CapturedOutput output) throws Exception {
        int port = freePort();
        CompletableFuture<Database> opening =
                CompletableFuture.supplyAsync(() -> open(url(port), Duration.ofMinutes(1)));
        while (waits(output).isEmpty()) {
            Thread.onSpinWait();
        }
        try (EmbeddedPostgres late = EmbeddedPostgres.builder().setPort(port).start()) {
            assertThat(opening).succeedsWithin(1, TimeUnit.MINUTES);

            assertThatThrownBy(() -> open(late.getJdbcUrl("postgres", "unknown"), Duration.ofHours(1)))
                    .as("A database that is there, but not as it was named")
                    .isInstanceOf(DatabaseUnavailableException.class)
                    .hasMessageContaining("unknown");
        }
    }

    private static Database open(String url, Duration wait) {
        return Database.open(url, "postgres", "postgres", wait);
    }

    private static String url(int port) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    private static List<String> waits(CapturedOutput output) {
        return output.getOut()
                .lines()
                .filter(line -> line.contains("Bobbin waits for it"))
                .toList();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
