package dev.bobbin.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.bobbin.BobbinApplication;
import dev.bobbin.server.support.ApiClient;
import dev.bobbin.server.support.Server;
import dev.bobbin.server.support.ServerTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The traces that the server exports to an OpenTelemetry collector. */
@ServerTest(
        classes = BobbinApplication.class,
        properties = "management.opentelemetry.tracing.export.schedule-delay=50ms")
class TracingTests implements Server {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String CALLER = "00f067aa0ba902b7";

    /** The bytes that the collector received, one character per byte. */
    private static final StringBuffer RECEIVED = new StringBuffer();

    private static HttpServer collector;

    @DynamicPropertySource
    static void startCollector(DynamicPropertyRegistry registry) throws IOException {
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/traces", exchange -> {
            RECEIVED.append(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
        registry.add(
                "management.opentelemetry.tracing.export.otlp.endpoint",
                () -> "http://127.0.0.1:" + collector.getAddress().getPort() + "/v1/traces");
    }

    @Test
    void continuesTheCallersTraceWithoutIdsOrText() {
        String thread = threadWith("A secret");

        new ApiClient(origin(), "traceparent", "00-" + TRACE + "-" + CALLER + "-01").get(thread + "/messages");

        await().atMost(Duration.ofSeconds(10)).until(() -> RECEIVED.indexOf("GET /threads/{thread_id}/messages") >= 0);
        assertThat(RECEIVED).contains(bytes(TRACE), bytes(CALLER), "request_id", "req_");
        assertThat(RECEIVED).doesNotContain("A secret", thread.substring(thread.lastIndexOf('/') + 1));
    }

    @Test
    void exportsNoUnknownPathOrMethod() {
        api().send("FROB", "/v1/threads", BodyPublishers.noBody());
        api().post("/v1/threads/thread_none/messages", Server.message("A secret"));
        api().get("/actuator/health");
        api().get("/nowhere");

        await().atMost(Duration.ofSeconds(10)).until(() -> RECEIVED.indexOf("GET UNKNOWN") >= 0);
        assertThat(RECEIVED)
                .contains("POST /threads/{thread_id}/messages")
                .doesNotContain("FROB", "thread_none", "A secret", "/actuator", "nowhere");
    }

    @AfterAll
    static void stopCollector() {
        collector.stop(0);
    }

    private static String bytes(String hex) {
        return new String(HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1);
    }
}
