package dev.bobbin.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.mockito.Mockito.when;

import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.Sleeper;
import com.openai.errors.RateLimitException;
import dev.bobbin.server.support.ApiClient;
import dev.bobbin.server.support.ApiClient.Response;
import dev.bobbin.server.support.Server;
import dev.bobbin.server.support.ServerTest;
import io.github.bucket4j.TimeMeter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.context.bean.override.mockito.MockReset;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

/** A rate limit of 12 requests a minute for each project. */
@ServerTest(
        properties = {
            "bobbin.rate-limit.requests-per-minute=12",
            "bobbin.api-keys.red=sk-red",
            "bobbin.api-keys.blue=sk-blue"
        })
class RateLimitTests implements Server {

    private static final String MISSING_THREAD = "/v1/threads/thread_none";

    private static final Instant NOW = Instant.parse("2026-09-01T00:00:00Z");

    private static long nanos;

    /** Other tests run while this server's scheduled tasks read the clock, so the mock keeps its time. */
    @MockitoBean(reset = MockReset.NONE)
    private Clock clock;

    @MockitoBean
    private TimeMeter time;

    @Override
    public ApiClient api() {
        return withKey("sk-red");
    }

    @BeforeEach
    void refillTheLimit() {
        setClock(NOW);
        advance(Duration.ofMinutes(1));
    }

    @Test
    void returns429WithRetryAfterOverTheLimit() {
        useUpTheLimit();
        advance(Duration.ofMillis(500));

        Response response = api().get(MISSING_THREAD);

        assertThat(response.status()).isEqualTo(429);
        assertThat(response.header("retry-after")).isEqualTo("5");
        assertThat(response.body()).isEqualTo("""
                        {"error":{"message":"Rate limit reached for requests of this project: limit 12 a minute. \
                        Please try again in 5s.","type":"requests","param":null,"code":"rate_limit_exceeded"}}""");
    }

    @Test
    void createsNothingOverTheLimit() {
        String thread = threadWith();
        useUpTheLimit();
        api().post(thread + "/messages", Server.message("Lost"));
        advance(Duration.ofMinutes(1));

        assertThat(api().allTexts(thread)).isEmpty();
    }

    @Test
    void reportsTheRemainingRequestsInHeaders() {
        assertThat(rateLimitHeaders(api().get(MISSING_THREAD))).containsExactly("12", "11", "5s");
        advance(Duration.ofMillis(4_750));
        assertThat(rateLimitHeaders(api().get("/v1/nothing"))).containsExactly("12", "10", "6s");
        advance(Duration.ofSeconds(5));
        assertThat(rateLimitHeaders(api().get(MISSING_THREAD))).containsExactly("12", "10", "6s");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1})
    void refillsTheLimitWhateverTheClockDoes(int hours) {
        useUpTheLimit();
        setClock(NOW.plus(Duration.ofHours(hours)));

        assertThat(api().get(MISSING_THREAD).header("retry-after")).isEqualTo("5");

        advance(Duration.ofSeconds(5));
        assertThat(api().get(MISSING_THREAD).status()).isEqualTo(404);
    }

    @Test
    void countsEachProjectSeparately() {
        useUpTheLimit();

        assertThat(api().get(MISSING_THREAD).status()).isEqualTo(429);
        assertThat(withKey("sk-blue").get(MISSING_THREAD).status()).isEqualTo(404);
    }

    @Test
    void doesNotLimitHealthChecks() {
        for (int i = 0; i < 20; i++) {
            Response health = new ApiClient(origin()).get("/actuator/health");

            assertThat(health.status()).isEqualTo(200);
            assertThat(rateLimitHeaders(health)).containsExactly("", "", "");
        }
    }

    @Test
    void makesTheOfficialClientWaitBeforeItRetries() {
        List<Duration> waits = new ArrayList<>();
        useUpTheLimit();

        assertThat(catchThrowableOfType(RateLimitException.class, () -> createThreadWithOfficialClient(0, waits))
                        .code())
                .contains("rate_limit_exceeded");
        assertThat(waits).isEmpty();

        createThreadWithOfficialClient(1, waits);

        assertThat(waits).containsExactly(Duration.ofSeconds(5));
    }

    private void useUpTheLimit() {
        while (!api().get(MISSING_THREAD)
                .header("x-ratelimit-remaining-requests")
                .equals("0")) {}
    }

    private void setClock(Instant now) {
        when(clock.instant()).thenReturn(now);
        when(clock.millis()).thenReturn(now.toEpochMilli());
    }

    private void advance(Duration duration) {
        nanos += duration.toNanos();
        when(time.currentTimeNanos()).thenReturn(nanos);
    }

    private static List<String> rateLimitHeaders(Response response) {
        return List.of(
                response.header("x-ratelimit-limit-requests"),
                response.header("x-ratelimit-remaining-requests"),
                response.header("x-ratelimit-reset-requests"));
    }

    /** When the official client waits, the measured time advances instead. */
    @SuppressWarnings("deprecation")
    private void createThreadWithOfficialClient(int retries, List<Duration> waits) {
        OpenAIOkHttpClient.builder()
                .baseUrl(origin() + "/v1")
                .apiKey("sk-red")
                .maxRetries(retries)
                .sleeper(new Sleeper() {
                    @Override
                    public void sleep(Duration duration) {
                        waits.add(duration);
                        advance(duration);
                    }

                    @Override
                    public CompletableFuture<Void> sleepAsync(Duration duration) {
                        sleep(duration);
                        return CompletableFuture.completedFuture(null);
                    }

                    @Override
                    public void close() {}
                })
                .build()
                .beta()
                .threads()
                .create();
    }
}
