package dev.bobbin.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bobbin.BobbinApplication;
import dev.bobbin.server.support.FaultyDatabase;
import dev.bobbin.server.support.FaultyDatabase.Fault;
import dev.bobbin.server.support.Server;
import dev.bobbin.server.support.ServerTest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Exports that fail in the middle, and clients that read an export slowly. */
@Timeout(60)
@ServerTest(classes = {BobbinApplication.class, FaultyDatabase.class})
class ExportTests implements Server {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    static Path folder;

    @Autowired
    private FaultyDatabase database;

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry registry) {
        registry.add("bobbin.data-dir", folder::toString);
    }

    @Test
    void cutsTheConnectionIfTheDatabaseFailsInTheMiddle() {
        String thread = threadWith(Collections.nCopies(150, "x".repeat(500)).toArray(String[]::new));
        int calls = database.driverCallsOf(() -> export(thread)).size();

        database.inject(new Fault(calls - 5, false, "XX000"));
        assertThatThrownBy(() -> export(thread)).rootCause().isInstanceOf(IOException.class);
        assertThat(database.stopInjecting()).isNotEmpty();
    }

    @Test
    void returnsAnErrorIfTheDatabaseFailsAtTheBeginning() {
        String thread = threadWith("One");

        database.inject(new Fault(1, false, "XX000"));
        assertThat(api().get(thread + "/export").status()).isEqualTo(500);
        assertThat(database.stopInjecting()).isNotEmpty();
    }

    @Test
    void holdsNoConnectionWhileTheClientReadsNothing() throws Exception {
        String thread = threadWith(Collections.nCopies(40, "x".repeat(250_000)).toArray(String[]::new));
        try (Socket slow = begin(thread + "/export")) {
            int first = slow.getInputStream().read();
            while (database.connectionsInUse() > 0) {
                Thread.onSpinWait();
            }

            assertThat(first).isEqualTo('H');
            assertThat(new String(slow.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .endsWith("}\n\r\n0\r\n\r\n")
                    .hasSizeGreaterThan(40 * 250_000);
        }
    }

    @Test
    void cutsTheConnectionIfTheThreadIsDeletedInTheMiddle() throws Exception {
        // The server deletes a larger thread in the background, where it could meet the fault of another test.
        String thread = threadWith(Collections.nCopies(30, "x".repeat(250_000)).toArray(String[]::new));
        try (Socket slow = begin(thread + "/export")) {
            slow.getInputStream().read();
            api().delete(thread);

            assertThat(new String(slow.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .doesNotEndWith("\r\n0\r\n\r\n")
                    .hasSizeLessThan(30 * 250_000);
        }
    }

    @Test
    void cutsTheConnectionIfTheConversationIsDeletedInTheMiddle() throws Exception {
        String conversation =
                conversationWith(Collections.nCopies(20, "x".repeat(250_000)).toArray(String[]::new));
        try (Socket slow = begin(conversation + "/export")) {
            slow.getInputStream().read();
            api().delete(conversation);

            assertThat(new String(slow.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .doesNotEndWith("\r\n0\r\n\r\n")
                    .hasSizeLessThan(20 * 250_000);
        }
    }

    @Test
    void leavesOutThreadsThatAreDeletedBeforeTheirFirstLine() throws Exception {
        String run = UUID.randomUUID().toString();
        String large = threadWith(Collections.nCopies(40, "x".repeat(250_000)).toArray(String[]::new));
        String small = threadWith("One");
        String empty = threadWith();
        for (String thread : List.of(large, small, empty)) {
            api().post(thread, "{\"metadata\":{\"run\":\"" + run + "\"}}");
        }
        try (Socket slow = begin("/v1/threads/export?metadata[run]=" + run)) {
            slow.getInputStream().read();
            api().delete(small);
            api().delete(empty);

            assertThat(new String(slow.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .endsWith("}\n\r\n0\r\n\r\n")
                    .doesNotContain(idOf(small))
                    .doesNotContain(idOf(empty));
        }
    }

    private Socket begin(String path) throws IOException {
        Socket slow = new Socket();
        slow.setReceiveBufferSize(8 << 10);
        slow.connect(new InetSocketAddress("127.0.0.1", port()));
        String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        slow.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return slow;
    }

    private static String idOf(String thread) {
        return thread.substring(thread.lastIndexOf('/') + 1);
    }

    private String export(String thread) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(origin() + thread + "/export"))
                .timeout(Duration.ofSeconds(30))
                .build();
        try {
            return CLIENT.send(request, BodyHandlers.ofString()).body();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
