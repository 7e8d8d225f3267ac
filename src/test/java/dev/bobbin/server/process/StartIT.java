package dev.bobbin.server.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.contentOf;
import static org.awaitility.Awaitility.await;

import dev.bobbin.server.support.ApiClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
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
    @Tag("slow")
    void servesMetricsOnTheManagementPort() throws Exception {
        int managementPort = JarProcess.freePort();
        try (JarProcess jar = JarProcess.start(folder, "management.server.port=" + managementPort)) {
            URI metrics = URI.create("http://127.0.0.1:" + managementPort + "/actuator/prometheus");

            assertThat(contentOf(metrics.toURL())).contains("bobbin_sync_seconds");
            assertThat(jar.output()).doesNotContain("Starting AOT-processed");
        }
    }

    @Test
    @Tag("slow")
    void logsEachRequestIfTheRequestLogIsEnabled() throws Exception {
        try (JarProcess jar = JarProcess.start(folder, "bobbin.request-log=true")) {
            assertThat(jar.api().post("/v1/threads", "{}").status()).isEqualTo(200);
            await().untilAsserted(() -> assertThat(jar.output()).contains("POST /threads 200"));
        }
    }

    @Test
    @Tag("slow")
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
            JarProcess second = JarProcess.launch(folder);

            assertThat(second.exitCode()).isEqualTo(1);
            assertThat(second.output().lines().filter(line -> line.contains(" ERROR ")))
                    .singleElement()
                    .asString()
                    .contains("Bobbin does not start. ", "is in use by another server");
            assertThat(second.output()).doesNotContain("\tat ").doesNotContain("Exception");
            assertThat(first.api().post("/v1/threads", "{}").status()).isEqualTo(200);
        }
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
}
