package dev.bobbin.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bobbin.BobbinApplication;
import dev.bobbin.server.support.ApiClient.Response;
import dev.bobbin.server.support.Server;
import dev.bobbin.server.support.ServerTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The time limit of a request, here one second, and the size limit of a page, here 100 KB. */
@ServerTest(
        classes = BobbinApplication.class,
        properties = {"bobbin.request-timeout=1s", "bobbin.max-page-size=100KB"})
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RequestLimitTests implements Server {

    private static final int PART_LENGTH = 250_000;

    private String thread;

    @BeforeEach
    void createThread() {
        thread = threadWith();
    }

    @Test
    void endsAPageEarlyAtTheSizeLimit() {
        IntStream.range(0, 5).forEach(i -> createMessage(i + "x".repeat(40_000)));

        Response page = api().get(thread + "/messages?order=asc");

        assertThat(page.texts()).extracting(text -> text.charAt(0)).containsExactly('0', '1');
        assertThat(page.hasMore()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"asc", "desc"})
    void listsEveryMessageWhenPagesEndEarly(String order) {
        List<String> texts = new ArrayList<>();
        IntStream.range(0, 12).mapToObj(i -> i + "x".repeat(i * 12_000)).forEach(text -> {
            texts.add(text);
            createMessage(text);
        });
        if (order.equals("desc")) {
            Collections.reverse(texts);
        }

        assertThat(api().allTexts(thread, order)).isEqualTo(texts);
    }

    @Test
    void returnsTheMessagesClosestBeforeACursorWhenThePageEndsEarly() {
        List<String> ids = IntStream.range(0, 5)
                .mapToObj(i -> createMessage("x".repeat(40_000)).id())
                .toList();

        Response page = api().get(thread + "/messages?order=asc&before=" + ids.get(4));

        assertThat(page.ids()).containsExactly(ids.get(2), ids.get(3));
        assertThat(page.hasMore()).isTrue();
    }

    @Test
    void listsAMessageLargerThanAPage() {
        createMessage("x".repeat(150_000));
        createMessage("y");

        assertThat(api().allTexts(thread)).containsExactly("x".repeat(150_000), "y");
    }

    @Test
    void returnsALargeModifiedMessageCompletely() {
        Response created = createMessage("x".repeat(150_000));

        Response modified = api().post(thread + "/messages/" + created.id(), "{\"metadata\": {\"a\": \"1\"}}");

        assertThat(modified.text()).isEqualTo(created.text());
        assertThat(modified.json().at("/metadata/a").stringValue()).isEqualTo("1");
    }

    @Test
    void returns408ForASlowBody() throws IOException {
        String response = responseToSlowBody(
                "POST " + thread + "/messages HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000");

        assertThat(response)
                .startsWith("HTTP/1.1 408 ")
                .contains(
                        "\r\nx-request-id: req_", "{\"error\":{\"message\":\"The request body did not arrive in time.");
    }

    @Test
    void returns408ForAStalledBody() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port())) {
            socket.setSoTimeout(5000);
            socket.getOutputStream()
                    .write(("POST " + thread + "/messages HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{")
                            .getBytes(StandardCharsets.UTF_8));

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 408 ")
                    .contains("{\"error\":{\"message\":\"The request body did not arrive in time.");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 100000", "Content-Length: 100000000", "Transfer-Encoding: chunked"})
    void closesTheConnectionAfterA404WithASlowBody(String length) throws IOException {
        String response = responseToSlowBody("POST /v1/nowhere HTTP/1.1\r\nHost: localhost\r\n" + length);

        assertThat(response)
                .startsWith("HTTP/1.1 404 ")
                .contains("\r\nContent-Length: ")
                .endsWith("}}");
    }

    @Test
    void closesTheConnectionOfAClientThatReadsTooSlowly() throws IOException {
        String id = api().post(thread + "/messages", largeMessage(28)).id();
        int requests = 10;
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(4096);
            socket.connect(new InetSocketAddress("127.0.0.1", port()));
            socket.getOutputStream()
                    .write(("GET " + thread + "/messages/" + id + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                            .repeat(requests)
                            .getBytes(StandardCharsets.UTF_8));
            busyWait(Duration.ofSeconds(2));

            assertThat(socket.getInputStream().readAllBytes()).hasSizeLessThan(requests * 28 * PART_LENGTH);
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("reset");
        }
    }

    private Response createMessage(String text) {
        return api().post(thread + "/messages", Server.message(text));
    }

    private static String largeMessage(int parts) {
        return IntStream.range(0, parts)
                .mapToObj(i -> "{\"type\": \"text\", \"text\": \"" + "x".repeat(PART_LENGTH) + "\"}")
                .collect(Collectors.joining(",", "{\"role\": \"user\", \"content\": [", "]}"));
    }

    private static void busyWait(Duration duration) {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < duration.toNanos()) {
            Thread.onSpinWait();
        }
    }

    /** Everything that the server sends to a client whose body arrives one byte at a time. */
    private String responseToSlowBody(String head) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port())) {
            socket.setSoTimeout(20);
            socket.getOutputStream().write((head + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
            ByteArrayOutputStream response = new ByteArrayOutputStream();
            while (true) {
                try {
                    int b = socket.getInputStream().read();
                    if (b < 0) {
                        return response.toString(StandardCharsets.UTF_8);
                    }
                    response.write(b);
                } catch (SocketTimeoutException e) {
                    socket.getOutputStream().write('1');
                } catch (IOException e) {
                    assertThat(e).hasMessageMatching(".*(reset|Broken pipe).*");
                    return response.toString(StandardCharsets.UTF_8);
                }
            }
        }
    }
}
