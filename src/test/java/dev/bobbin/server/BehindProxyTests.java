package dev.bobbin.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bobbin.server.support.ApiClient;
import dev.bobbin.server.support.Server;
import dev.bobbin.server.support.ServerTest;
import org.junit.jupiter.api.Test;

/** Client addresses behind a trusted reverse proxy. The tests act as the proxy. */
@ServerTest(
        properties = {
            "bobbin.api-keys.red=sk-red",
            "server.forward-headers-strategy=native",
            "server.tomcat.remoteip.internal-proxies=127\\.0\\.0\\.1"
        })
class BehindProxyTests implements Server {

    @Test
    void countsWrongKeysPerForwardedAddress() {
        for (int i = 0; i < 20; i++) {
            assertThat(statusOfWrongKey("192.0.2.1")).isEqualTo(401);
        }

        assertThat(statusOfWrongKey("192.0.2.1")).isEqualTo(429);
        assertThat(statusOfWrongKey("192.0.2.2")).isEqualTo(401);
    }

    @Test
    void ignoresForwardedAddressesThatTheProxyDidNotAdd() {
        for (int i = 0; i < 20; i++) {
            assertThat(statusOfWrongKey("198.51.100." + i + ", 192.0.2.3")).isEqualTo(401);
        }

        assertThat(statusOfWrongKey("198.51.100.20, 192.0.2.3")).isEqualTo(429);
    }

    private int statusOfWrongKey(String forwardedFor) {
        return new ApiClient(origin(), "Authorization", "Bearer sk-wrong", "X-Forwarded-For", forwardedFor)
                .get("/v1/threads/thread_none")
                .status();
    }
}
