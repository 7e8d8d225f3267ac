package dev.bobbin.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.when;

import dev.bobbin.server.support.ApiClient;
import dev.bobbin.server.support.ApiClient.Response;
import dev.bobbin.server.support.Server;
import dev.bobbin.server.support.ServerTest;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

/** The limit on wrong API keys from one client address. */
@ServerTest(properties = {"bobbin.api-keys.red=sk-red, sk-crimson", "bobbin.admin-keys=sk-admin"})
class KeyGuessingTests implements Server {

    private static long nanos;

    @MockitoBean
    private TimeMeter time;

    @Override
    public ApiClient api() {
        return withKey("sk-red");
    }

    @BeforeEach
    void resetTheThrottle() {
        nanos += Duration.ofDays(2).toNanos();
        when(time.currentTimeNanos()).thenReturn(nanos);
    }

    @Test
    void returns429ForAnyNewKeyAfter20WrongOnes() {
        sendWrongKeys(20);

        Response response = withKey("sk-wrong").get("/v1/threads/thread_none");

        assertThat(response.status()).isEqualTo(429);
        assertThat(response.header("retry-after")).isEqualTo("60");
        assertThat(response.body()).isEqualTo("""
                        {"error":{"message":"Too many incorrect API keys came from this address. \
                        Please try again in 60s.",\
                        "type":"requests","param":null,"code":"rate_limit_exceeded"}}""");
        assertThat(api().get("/v1/threads/thread_none").body()).isEqualTo(response.body());
    }

    @Test
    void acceptsAKeyThatWorkedBeforeTheWrongOnes() {
        String thread = threadWith("Hello");
        sendWrongKeys(20);

        assertThat(api().get(thread).status()).isEqualTo(200);
        assertThat(withKey("sk-crimson").get(thread).status()).isEqualTo(429);
    }

    @Test
    void countsWrongAdminKeys() {
        for (int i = 0; i < 20; i++) {
            withKey("sk-wrong").get("/actuator/env");
        }

        assertThat(withKey("sk-admin").get("/actuator/env").status()).isEqualTo(429);
    }

    @Test
    void doesNotCountRequestsWithoutAKey() {
        for (int i = 0; i < 30; i++) {
            assertThat(new ApiClient(origin()).get("/v1/threads/thread_none").status())
                    .isEqualTo(401);
        }

        assertThat(api().get("/v1/threads/thread_none").status()).isEqualTo(404);
    }

    @Test
    void ignoresForwardingHeadersOfClients() {
        for (int i = 0; i < 20; i++) {
            assertThat(statusOfWrongKey("192.0.2." + i)).isEqualTo(401);
        }

        assertThat(statusOfWrongKey("192.0.2.20")).isEqualTo(429);
    }

    private int statusOfWrongKey(String address) {
        return new ApiClient(origin(), "Authorization", "Bearer sk-wrong", "X-Forwarded-For", address)
                .get("/v1/threads/thread_none")
                .status();
    }

    private void sendWrongKeys(int times) {
        for (int i = 0; i < times; i++) {
            assertThat(withKey("sk-wrong").get("/v1/threads/thread_none").status())
                    .isEqualTo(401);
        }
    }
}
