package dev.bobbin.server.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.contentOf;
import static org.awaitility.Awaitility.await;

import dev.bobbin.server.support.ApiClient;
import dev.bobbin.server.support.Server;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The built jar starts, restarts and reports why it cannot start. */
class StartIT {

    @TempDir
    private Path folder;

    @Test
    void startsWithAPrivateDataFolderAndReportsItsAddresses() throws Exception {
        try (JarProcess jar = JarProcess.start(folder)) {
            assertThat(Files.getPosixFilePermissions(folder.resolve("data")))
                    .isEqualTo(PosixFilePermissions.fromString("rwx------"));
            assertThat(jar.api().get("/v1/threads/thread_abc123").status()).isEqualTo(404);
            assertThat(jar.output().lines().reduce((first, last) -> last).orElseThrow())
                    .endsWith("Bobbin is ready. API: " + jar.origin() + "/v1  Conversations: " + jar.origin() + "/ui/");
            assertThat(jar.output()).contains("No API key is set").contains("Starting AOT-processed");
        }
    }

    @Test
    void servesEveryPageOutsideTheApi() throws Exception {
        try (JarProcess jar = JarProcess.start(folder, "bobbin.admin-keys=sk-admin")) {
            assertThat(jar.output()).contains("Starting AOT-processed");
            for (String page : List.of(
                    "/ui/",
                    "/ui/lib/marked/marked.esm.js",
                    "/ui/lib/dompurify/purify.es.mjs",
                    "/swagger-ui/index.html",
                    "/v3/api-docs",
                    "/actuator/health/readiness",
                    "/actuator/prometheus",
                    "/actuator/info",
                    "/actuator/sbom/application")) {
                HttpRequest request = HttpRequest.newBuilder(URI.create(jar.origin() + page))
                        .header("Authorization", "Bearer sk-admin")
                        .build();

                assertThat(HttpClient.newHttpClient()
                                .send(request, BodyHandlers.discarding())
                                .statusCode())
                        .as(page)
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void servesMetricsOnTheManagementPort() throws Exception {
        int managementPort = JarProcess.freePort();
        try (JarProcess jar = JarProcess.start(folder, "management.server.port=" + managementPort)) {
            URI metrics = URI.create("http://127.0.0.1:" + managementPort + "/actuator/prometheus");

            assertThat(contentOf(metrics.toURL())).contains("bobbin_sync_seconds");
            assertThat(jar.output()).doesNotContain("Starting AOT-processed");
        }
    }

    @Test
    void logsEachRequestIfTheRequestLogIsEnabled() throws Exception {
        try (JarProcess jar = JarProcess.start(folder, "bobbin.request-log=true")) {
            assertThat(jar.api().post("/v1/threads", "{}").status()).isEqualTo(200);
            await().untilAsserted(() -> assertThat(jar.output()).contains("POST /threads 200"));
        }
    }

    @Test
    void storesDataInTheWorkingDirectoryIfConfigured() throws Exception {
        JarProcess.start(folder, "bobbin.data-dir=.").close();

        assertThat(folder.resolve("bobbin.mv.db")).exists();
    }

    @Test
    void servesStoredThreadsAfterARestartWithAKeyOfTheSameProject() throws Exception {
        String thread;
        try (JarProcess jar = JarProcess.startPacked(folder)) {
            thread = jar.threadWith("Hello");
        }
        try (JarProcess jar = JarProcess.start(folder, "bobbin.api-keys.default=sk-1", "server.address=127.0.0.1")) {
            ApiClient withKey = new ApiClient(jar.origin(), "Authorization", "Bearer sk-1");

            assertThat(withKey.get(thread + "/messages").texts()).containsExactly("Hello");
            assertThat(jar.api().get(thread).status()).isEqualTo(401);
        }
    }

    @Test
    void restoresOnlyMissingSampleDataAtStartup() throws Exception {
        String messages = "/v1/threads/thread_abc123/messages";
        List<String> texts;
        try (JarProcess jar = JarProcess.start(folder, "spring.profiles.active=demo")) {
            texts = jar.api().get(messages).texts();
            assertThat(jar.api().get(messages).ids()).containsExactly("msg_abc123", "msg_abc12");
            jar.api().post(messages, Server.message("Added"));
            jar.api().post(messages + "/msg_abc123", "{\"metadata\": {\"modified\": \"yes\"}}");
            jar.api().delete(messages + "/msg_abc12");
        }
        try (JarProcess jar = JarProcess.start(folder, "spring.profiles.active=demo")) {
            assertThat(jar.api().get(messages).texts()).containsExactly("Added", texts.get(0), texts.get(1));
            assertThat(jar.api().get(messages + "?order=asc&after=msg_abc12").texts())
                    .containsExactly(texts.get(0), "Added");
            assertThat(jar.api()
                            .get(messages + "/msg_abc123")
                            .json()
                            .at("/metadata/modified")
                            .stringValue())
                    .isEqualTo("yes");
            jar.api().delete("/v1/threads/thread_abc123");
        }
        try (JarProcess jar = JarProcess.start(folder, "spring.profiles.active=demo")) {
            assertThat(jar.api().get(messages).texts()).isEqualTo(texts);
        }
    }

    @Test
    void restoresDeletedSampleConversationsAtStartup() throws Exception {
        String digits = "_01a04d1ad800" + "0".repeat(30);
        String conversations = "/v1/conversations/conv" + digits;
        String items = conversations + "abc123/items";
        List<String> ids = List.of(
                "msg" + digits + "abc123",
                "fc" + digits + "abc12c",
                "fc" + digits + "abc12b",
                "msg" + digits + "abc12a");
        try (JarProcess jar = JarProcess.start(folder, "spring.profiles.active=demo")) {
            assertThat(jar.api().get(items).ids()).isEqualTo(ids);
            jar.api().delete(items + "/" + ids.get(1));
            jar.api().delete(conversations + "abc124");
        }
        try (JarProcess jar = JarProcess.start(folder, "spring.profiles.active=demo")) {
            assertThat(jar.api().get(items).ids()).isEqualTo(ids);
            assertThat(jar.api().get(conversations + "abc124/items").ids()).containsExactly("msg" + digits + "abc124");
            assertThat(jar.api().delete(conversations + "abc124").status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource({"help, java -jar bobbin.jar backup FILE", "version, 'Bobbin 1.'"})
    void printsHelpAndVersionWithoutStartingTheServer(String option, String text) throws Exception {
        JarProcess jar = JarProcess.launch(folder, option);

        assertThat(jar.exitCode()).isZero();
        assertThat(jar.output()).contains(text).doesNotContain("Starting");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void checksTheSettingsWithoutADataFolder() throws Exception {
        JarProcess valid = JarProcess.launchCommand("check", folder, "bobbin.api-keys.default=sk-1");
        assertThat(valid.exitCode()).isZero();
        assertThat(valid.output()).isEqualTo("The settings are valid.\n");

        JarProcess invalid = JarProcess.launchCommand("check", folder, "bobbin.api-key.default=sk-1");
        assertThat(invalid.exitCode()).isEqualTo(1);
        assertThat(invalid.output())
                .contains("Did you mean bobbin.api-keys.default?")
                .doesNotContain("\tat ");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void refusesToStartWhileAnotherServerUsesTheDatabase() throws Exception {
        try (JarProcess first = JarProcess.start(folder)) {
            assertStartFails("is in use by another server");
            assertThat(first.api().post("/v1/threads", "{}").status()).isEqualTo(200);
        }
    }

    @Test
    void reportsThatThePortIsInUse() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            assertStartFails(
                    "Port " + socket.getLocalPort() + " was already in use",
                    "server.port=" + socket.getLocalPort(),
                    "server.address=127.0.0.1");
        }
    }

    @Test
    void reportsThatTheFileIsNotADatabase() throws Exception {
        Files.createDirectory(folder.resolve("data"));
        Files.writeString(folder.resolve("data/bobbin.mv.db"), "This is not a database. ".repeat(1000));

        assertStartFails("is not used: it is damaged (it has no header)");
    }

    @Test
    void reportsThatTheDataFolderCannotBeCreated() throws Exception {
        Files.createFile(folder.resolve("file"));

        assertStartFails("cannot be used", "bobbin.data-dir=" + folder.resolve("file/data"));
    }

    @Test
    void reportsThatTheDataFolderIsAFile() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));

        assertStartFails(file + " is a file, or a symbolic link whose target is missing", "bobbin.data-dir=" + file);
    }

    @Test
    void reportsThatTheDataFolderIsABrokenLink() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("missing"));

        assertStartFails(link + " is a file, or a symbolic link whose target is missing", "bobbin.data-dir=" + link);
    }

    @Test
    void reportsThatTheDatabaseIsUnreachable() throws Exception {
        int unusedPort = JarProcess.freePort();

        assertStartFails(
                "The database jdbc:postgresql://127.0.0.1:" + unusedPort + "/bobbin cannot be reached",
                "spring.datasource.url=jdbc:postgresql://127.0.0.1:" + unusedPort + "/bobbin?password=secret",
                "bobbin.database-wait=0s");
    }

    @Test
    void shutsDownWhileItWaitsForTheDatabase() throws Exception {
        JarProcess jar = JarProcess.launch(
                folder,
                "spring.datasource.url=jdbc:postgresql://127.0.0.1:" + JarProcess.freePort() + "/bobbin",
                "bobbin.database-wait=1h");

        await().atMost(Duration.ofMinutes(2)).until(() -> jar.output().contains("Bobbin retries for another "));
        jar.close();
    }

    /** Asserts that the only line at level ERROR contains the reason, and that the output contains no secret. */
    private void assertStartFails(String reason, String... settings) throws IOException {
        JarProcess jar = JarProcess.launch(folder, settings);

        assertThat(jar.exitCode()).isEqualTo(1);
        assertThat(jar.output().lines().filter(line -> line.contains(" ERROR ")))
                .singleElement()
                .asString()
                .contains("Bobbin does not start. ", reason);
        assertThat(jar.output())
                .doesNotContain("\tat ")
                .doesNotContain("Exception")
                .doesNotContain("secret");
    }
}
