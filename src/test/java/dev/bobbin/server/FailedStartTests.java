package dev.bobbin.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bobbin.BobbinApplication;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A port, a data folder or a database that the server cannot use stops the start-up. One log line gives the reason. */
@ExtendWith(OutputCaptureExtension.class)
class FailedStartTests {

    @TempDir
    private Path folder;

    @Test
    void reportsThatThePortIsInUse(CapturedOutput output) throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            assertStartFails(
                    output,
                    "Port " + socket.getLocalPort() + " was already in use",
                    "server.port=" + socket.getLocalPort(),
                    "server.address=127.0.0.1");
        }
    }

    @Test
    void reportsThatTheFileIsNotADatabase(CapturedOutput output) throws Exception {
        Files.writeString(folder.resolve("bobbin.mv.db"), "This is not a database. ".repeat(1000));

        assertStartFails(output, "is not used: it is damaged (it has no header)");
    }

    @Test
    void reportsThatTheDataFolderCannotBeCreated(CapturedOutput output) throws Exception {
        Files.createFile(folder.resolve("file"));

        assertStartFails(output, "cannot be used", "bobbin.data-dir=" + folder.resolve("file/data"));
    }

    @Test
    void reportsThatTheDataFolderIsAFile(CapturedOutput output) throws Exception {
        Path file = Files.createFile(folder.resolve("file"));

        assertStartFails(
                output, file + " is a file, or a symbolic link whose target is missing", "bobbin.data-dir=" + file);
    }

    @Test
    void reportsThatTheDataFolderIsABrokenLink(CapturedOutput output) throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("missing"));

        assertStartFails(
                output, link + " is a file, or a symbolic link whose target is missing", "bobbin.data-dir=" + link);
    }

    @Test
    void reportsThatTheDatabaseIsUnreachable(CapturedOutput output) throws Exception {
        int unusedPort;
        try (ServerSocket socket = new ServerSocket(0)) {
            unusedPort = socket.getLocalPort();
        }

        assertStartFails(
                output,
                "The database jdbc:postgresql://127.0.0.1:" + unusedPort + "/bobbin cannot be reached",
                "spring.datasource.url=jdbc:postgresql://127.0.0.1:" + unusedPort + "/bobbin?password=secret",
                "bobbin.database-wait=0s");
    }

    @Test
    void reportsThatTheConfigurationIsNotValidYaml(CapturedOutput output) throws Exception {
        Path file = Files.writeString(folder.resolve("application.yaml"), "bobbin:\n\tadmin-keys: secret\n");

        assertStartFails(
                output,
                "A file with settings, such as application.yaml, is not valid YAML, see line 2, column 1.",
                "spring.config.location=" + file);
    }

    @Test
    void reportsThatTheConfigurationDoesNotExist(CapturedOutput output) {
        Path file = folder.resolve("missing.yaml");

        assertStartFails(
                output,
                "via location '" + file + "' does not exist. Check that the value '" + file + "' is correct",
                "spring.config.location=" + file);
        assertThat(output).doesNotContain("APPLICATION FAILED TO START");
    }

    @Test
    void reportsThatTheConfigurationIsAFolder(CapturedOutput output) {
        assertStartFails(
                output,
                "Unable to load config data from '" + folder + "'. A location is a file such as application.yaml, or",
                "spring.config.location=" + folder);
    }

    /** Asserts that the only line at level ERROR contains the reason, and that the log contains no secret. */
    private void assertStartFails(CapturedOutput output, String reason, String... settings) {
        assertThatThrownBy(() -> new SpringApplicationBuilder(BobbinApplication.class)
                .properties("server.port=0", "bobbin.data-dir=" + folder)
                .run(Stream.of(settings).map(setting -> "--" + setting).toArray(String[]::new)));

        assertThat(output.getAll().lines().filter(line -> line.contains(" ERROR ")))
                .singleElement()
                .asString()
                .contains("Bobbin does not start. ", reason);
        assertThat(output).doesNotContain("\tat ").doesNotContain("Exception").doesNotContain("secret");
    }
}
