package dev.bobbin.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bobbin.server.support.ApiClient;
import dev.bobbin.server.support.Server;
import dev.bobbin.server.support.ServerTest;
import io.micrometer.tracing.Tracer;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;

/** Metrics, the request log and the endpoints for operators. */
@ServerTest(properties = {"bobbin.api-keys.red=sk-red", "bobbin.admin-keys=sk-admin", "bobbin.request-log=true"})
@ExtendWith(OutputCaptureExtension.class)
class MetricsTests implements Server {

    @Autowired
    private ApplicationContext server;

    @Override
    public ApiClient api() {
        return withKey("sk-red");
    }

    @Test
    void exportsNoTracesWithoutAnEndpoint() {
        assertThat(server.getBeanNamesForType(Tracer.class)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"prometheus", "info", "sbom/application"})
    void requiresAnAdminKeyForOperatorEndpoints(String endpoint) {
        assertThat(api().get("/actuator/" + endpoint).status()).isEqualTo(401);
        assertThat(operator().get("/actuator/" + endpoint).status()).isEqualTo(200);
    }

    @Test
    void requiresAnAdminKeyForABackup() {
        assertThat(api().send("POST", "/actuator/backup", BodyPublishers.noBody())
                        .status())
                .isEqualTo(401);
        assertThat(operator()
                        .send("POST", "/actuator/backup", BodyPublishers.noBody())
                        .status())
                .as("There is no file in this test")
                .isEqualTo(404);
    }

    @Test
    void timesAllPrefixesOfAnEndpointUnderOneRoute() {
        String thread = threadWith("Hello");
        api().get(thread.substring("/v1".length()) + "/messages");
        api().get("/openai" + thread + "/messages");
        api().get(thread + "/messages");

        assertThat(metric("http_server_requests_seconds_count", "GET", "/threads/{thread_id}/messages", 200))
                .isEqualTo(3);
        assertThat(metric("http_server_requests_seconds_bucket", "POST", "/threads", 200))
                .isPositive();
    }

    /** Otherwise a client could fill the heap with time series. */
    @Test
    void exposesNoUnknownPathOrMethodAsALabel() {
        api().get("/v1/some/thing");
        api().send("FROB", "/v1/threads", BodyPublishers.noBody());
        new ApiClient(origin()).get("/v1/other/thing");

        String metrics = metrics();
        assertThat(metrics).doesNotContain("thing").doesNotContain("FROB");
        assertThat(metrics).containsPattern("seconds_count\\{method=\"GET\",status=\"404\",uri=\"UNKNOWN\"\\}");
        assertThat(metrics).containsPattern("seconds_count\\{method=\"GET\",status=\"401\",uri=\"UNKNOWN\"\\}");
        assertThat(metrics).contains("method=\"OTHER\"");
    }

    @Test
    void countsCreationsAndDeletions() {
        double threads = metric("bobbin_thread_creations_total");
        double messages = metric("bobbin_message_creations_total");

        String body = "{\"messages\": [" + Server.message("One") + "," + Server.message("Two") + "]}";
        String thread = "/v1/threads/" + api().post("/v1/threads", body).id();
        for (int attempt = 0; attempt < 2; attempt++) {
            api().send(
                            "POST",
                            thread + "/messages",
                            BodyPublishers.ofString(Server.message("Three")),
                            "Content-Type",
                            "application/json",
                            "Idempotency-Key",
                            "once");
        }
        String message =
                api().post(thread + "/messages", Server.message("Four")).id();
        api().delete(thread + "/messages/" + message);
        api().delete(thread);

        assertThat(metric("bobbin_thread_creations_total") - threads).isEqualTo(1);
        assertThat(metric("bobbin_message_creations_total") - messages).isEqualTo(4);
        assertThat(metric("bobbin_message_deletions_total")).isPositive();
        assertThat(metric("bobbin_thread_deletions_total")).isPositive();
    }

    @Test
    void countsRoundsOfRetention() {
        assertThat(metric("bobbin_retention_seconds_count")).isZero();
    }

    @Test
    void countsImportedAndExportedObjects() {
        String thread = threadWith("One", "Two");
        double exportedMessages = metric("bobbin_export_objects_total{object=\"message\"}");
        double createdMessages = imported("message", "created");
        double skippedThreads = imported("thread", "skipped");
        double refusedMessages = imported("message", "refused");

        String export = api().get(thread + "/export").body();
        api().importLines(
                        export
                                + export.lines()
                                        .skip(2)
                                        .findFirst()
                                        .orElseThrow()
                                        .replace("msg_", "msg_x"),
                        "x");
        api().importLines(export);

        assertThat(metric("bobbin_export_objects_total{object=\"message\"}") - exportedMessages)
                .isEqualTo(2);
        assertThat(metric("bobbin_export_objects_total{object=\"thread\"}")).isPositive();
        assertThat(imported("thread", "skipped") - skippedThreads).isEqualTo(2);
        assertThat(imported("message", "refused") - refusedMessages).isEqualTo(2);
        assertThat(imported("message", "created")).isEqualTo(createdMessages);
    }

    @Test
    void countsImportedAndExportedConversations() {
        String conversation = conversationWith("One", "Two");
        double exportedItems = metric("bobbin_export_objects_total{object=\"item\"}");
        double exportedConversations = metric("bobbin_export_objects_total{object=\"conversation\"}");
        double skippedConversations = imported("conversation", "skipped");
        double skippedItems = imported("item", "skipped");
        double refusedItems = imported("item", "refused");

        String export = api().get(conversation + "/export").body();
        api().importConversations(export);
        api().importConversations("x");

        assertThat(metric("bobbin_export_objects_total{object=\"item\"}") - exportedItems)
                .isEqualTo(2);
        assertThat(metric("bobbin_export_objects_total{object=\"conversation\"}") - exportedConversations)
                .isEqualTo(1);
        assertThat(imported("conversation", "skipped") - skippedConversations).isEqualTo(1);
        assertThat(imported("item", "skipped") - skippedItems).isEqualTo(2);
        assertThat(imported("item", "refused") - refusedItems).isEqualTo(1);
    }

    private double imported(String object, String result) {
        return metric("bobbin_import_objects_total{object=\"" + object + "\",result=\"" + result + "\"}");
    }

    @Test
    void countsConversationsAndItems() {
        double conversations = metric("bobbin_conversation_creations_total");
        double items = metric("bobbin_item_creations_total");

        String one = "{\"items\": [" + Server.message("One") + "]}";
        String conversation =
                "/v1/conversations/" + api().post("/v1/conversations", one).id();
        String item = api().post(conversation + "/items", one).ids().get(0);
        api().delete(conversation + "/items/" + item);
        api().delete(conversation);

        assertThat(metric("bobbin_conversation_creations_total") - conversations)
                .isEqualTo(1);
        assertThat(metric("bobbin_item_creations_total") - items).isEqualTo(2);
        assertThat(metric("bobbin_item_deletions_total")).isPositive();
        assertThat(metric("bobbin_conversation_deletions_total")).isPositive();
        assertThat(metric(
                        "http_server_requests_seconds_count",
                        "DELETE",
                        "/conversations/{conversation_id}/items/{item_id}",
                        200))
                .isPositive();
    }

    @Test
    void exposesMetricsOfFsyncsConnectionsAndMemory() {
        threadWith("Hello");

        assertThat(metric("bobbin_sync_writers_count")).isPositive();
        assertThat(metric("bobbin_sync_wait_seconds_count")).isPositive();
        assertThat(metric("bobbin_sync_seconds_sum")).isPositive();
        assertThat(metrics()).contains("hikaricp_connections_pending").contains("jvm_memory_used_bytes");
    }

    @Test
    void exposesEveryMetricOfTheDashboard() throws IOException {
        String thread = threadWith("Hello");
        api().delete(thread);
        Set<String> names = Pattern.compile("\\b(http|bobbin|hikaricp|jvm|process)_\\w+")
                .matcher(Files.readString(Path.of("deploy/grafana/bobbin.json")))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());

        assertThat(names).hasSizeGreaterThan(10);
        assertThat(metrics().lines().map(line -> line.split("[ {]", 2)[0])).containsAll(names);
    }

    @Test
    void logsOneLinePerRequest(CapturedOutput output) {
        String thread = threadWith("A secret");
        api().get(thread + "/messages?limit=101");

        assertThat(output)
                .containsPattern("\\[req_\\w+] .*RequestLog +: POST /threads/\\{thread_id}/messages 200 \\d+ ms red");
        assertThat(output).containsPattern("GET /threads/\\{thread_id}/messages 400 \\d+ ms red");
        assertThat(output).doesNotContain("A secret").doesNotContain("sk-red");
    }

    private double metric(String name, String method, String route, int status) {
        return metrics()
                .lines()
                .filter(line -> line.startsWith(name))
                .filter(line ->
                        line.contains("method=\"" + method + "\",status=\"" + status + "\",uri=\"" + route + "\""))
                .mapToDouble(MetricsTests::value)
                .sum();
    }

    private double metric(String name) {
        return metrics()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(MetricsTests::value)
                .sum();
    }

    private static double value(String line) {
        return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
    }

    private String metrics() {
        return operator().get("/actuator/prometheus").body();
    }

    private ApiClient operator() {
        return withKey("sk-admin");
    }
}
