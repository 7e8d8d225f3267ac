package dev.bobbin.database.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.env.MockEnvironment;

class BackupCommandTests {

    @TempDir
    private Path folder;

    @Test
    void namesTheToolForPostgresIfTheServerOffersNoBackup() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start(); // Without a handler, it responds with 404.
        try {
            MockEnvironment settings = new MockEnvironment()
                    .withProperty(
                            "backup.url",
                            "http://127.0.0.1:" + server.getAddress().getPort())
                    .withProperty("bobbin.admin-keys", "sk-admin");
            assertThatThrownBy(() -> new BackupCommand().run(folder.resolve("backup.zip"), settings))
                    .hasMessageContaining("offers no backup. The backup of PostgreSQL is pg_dump.");
            assertThat(folder).isEmptyDirectory();
        } finally {
            server.stop(0);
        }
    }
}
