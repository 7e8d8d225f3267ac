package dev.bobbin.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bobbin.server.support.ApiClient;
import dev.bobbin.server.support.ApiClient.Response;
import dev.bobbin.server.support.Server;
import dev.bobbin.server.support.ServerTest;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server with 8 threads for requests, and clients that do not complete their requests. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@ServerTest(
        properties = {
            "bobbin.api-keys.red=sk-red",
            "bobbin.api-keys.blue=sk-blue",
            "spring.threads.virtual.enabled=false",
            "server.tomcat.threads.max=8"
        })
class ConcurrencyLimitTests implements Server {

    private static final String THREADS = "/v1/threads";
    private static final String RED_KEY = "Authorization: Bearer sk-red\r\n";
    private static final String NO_KEY = "";

    private final List<Socket> slowClients = new ArrayList<>();

    @Override
    public ApiClient api() {
        return withKey("sk-red");
    }

    @AfterEach
    void closeConnections() throws IOException {
        for (Socket client : slowClients) {
            client.close();
        }
    }

    @Test
    void returns503WithRetryAfterToAProjectThatUsesItsShareOfTheThreads() throws IOException {
        useTheShareOfRed();
        Response rejected = createThread();

        assertThat(rejected.header("retry-after")).isEqualTo("1");
        assertThat(rejected.message())
                .isEqualTo("Too many requests of this project are in progress. Please try again shortly.");
    }

    @Test
    void servesOtherProjectsWhenAProjectHasTooManySlowClients() throws IOException {
        useTheShareOfRed();
        connectSlowClients(20, RED_KEY);

        assertThat(withKey("sk-blue").post(THREADS, "{}").status()).isEqualTo(200);
        assertThat(api().get("/actuator/health").status()).isEqualTo(200);
    }

    /**
     * The server rejects these clients at once, but it would wait for their bodies so that they can read the response.
     */
    @Test
    void servesOthersWhenTooManySlowClientsHaveNoKey() throws IOException {
        connectSlowClients(40, NO_KEY);

        assertThat(withKey("sk-blue").post(THREADS, "{}").status()).isEqualTo(200);
        assertThat(api().get("/actuator/health").status()).isEqualTo(200);
    }

    @Test
    void acceptsRequestsAgainWhenSlowClientsHaveGone() throws IOException {
        useTheShareOfRed();
        closeConnections();

        await().until(() -> createThread().status() == 200);
    }

    /** A creation in between can take the place of a slow client, so that the server rejects that client instead. */
    private void useTheShareOfRed() {
        await().until(() -> {
            connectSlowClients(1, RED_KEY);
            return createThread().status() == 503;
        });
    }

    private Response createThread() {
        return api().post(THREADS, "{}");
    }

    private void connectSlowClients(int count, String keyHeader) throws IOException {
        for (int i = 0; i < count; i++) {
            Socket client = new Socket("127.0.0.1", port());
            slowClients.add(client);
            client.getOutputStream()
                    .write(("POST " + THREADS + " HTTP/1.1\r\nHost: localhost\r\n" + keyHeader
                                    + "Content-Length: 100\r\n\r\n{")
                            .getBytes(StandardCharsets.UTF_8));
        }
    }
}
