package dev.bobbin.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.mockito.Mockito.when;

import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.Sleeper;
import com.openai.errors.RateLimitException;
import dev.bobbin.BobbinApplication;
import dev.bobbin.server.support.ApiClient;
import dev.bobbin.server.support.ApiClient.Answer;
import dev.bobbin.server.support.ResponseValidation;
import dev.bobbin.server.support.Server;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

/** A server that serves each project so many requests a minute. */
@SpringBootTest(
        classes = {BobbinApplication.class, ResponseValidation.class},
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.datasource.url=jdbc:h2:mem:rate",
            "bobbin.rate-limit.requests-per-minute=12",
            "bobbin.api-keys.red=sk-red",
            "bobbin.api-keys.blue=sk-blue"
        })
class RateLimitTests implements Server {

    private static final String NOTHING = "/v1/threads/thread_none";

    private static Instant now = Instant.parse("2026-09-01T00:00:00Z");

    @MockitoBean
    private Clock clock;

    @LocalServerPort
    private int port;

    @Override
    public int port() {
        return port;
    }

    @Override
    public ApiClient api() {
        return with("sk-red");
    }

    @BeforeEach
    void fillUp() {
        advance(Duration.ofMinutes(1));
    }

    @Test
    void refusesWhatIsTooMuchAndSaysWhenToComeAgain() {
        useUp();
        advance(Duration.ofMillis(500));

        Answer answer = api().get(NOTHING);

        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.header("retry-after")).isEqualTo("5");
        assertThat(answer.body()).isEqualTo("""
                        {"error":{"message":"Rate limit reached for requests of this project: limit 12 a minute. \
                        Please try again in 5s.","type":"requests","param":null,"code":"rate_limit_exceeded"}}""");
    }

    @Test
    void doesNothingOfWhatItRefuses() {
        String thread = threadWith();
        useUp();
        api().post(thread + "/messages", Server.say("Lost"));
        advance(Duration.ofMinutes(1));

        assertThat(api().allTexts(thread)).isEmpty();
    }

    @Test
    void tellsWithEachAnswerHowMuchIsLeft() {
        assertThat(limits(api().get(NOTHING))).containsExactly("12", "11", "5s");
        advance(Duration.ofMillis(4_750));
        assertThat(limits(api().get("/v1/nothing"))).containsExactly("12", "10", "6s");
        advance(Duration.ofSeconds(5));
        assertThat(limits(api().get(NOTHING))).containsExactly("12", "10", "6s");
    }

    @Test
    void countsForEachProjectAlone() {
        useUp();

        assertThat(api().get(NOTHING).status()).isEqualTo(429);
        assertThat(with("sk-blue").get(NOTHING).status()).isEqualTo(404);
    }

    @Test
    void limitsNothingThatIsNoProjects() {
        for (int i = 0; i < 20; i++) {
            Answer health = new ApiClient(origin()).get("/actuator/health");

            assertThat(health.status()).isEqualTo(200);
            assertThat(limits(health)).containsExactly("", "", "");
        }
    }

    @Test
    void isHeededByTheOfficialClient() {
        List<Duration> waits = new ArrayList<>();
        useUp();

        assertThat(catchThrowableOfType(RateLimitException.class, () -> create(0, waits))
                        .code())
                .contains("rate_limit_exceeded");
        assertThat(waits).isEmpty();

        create(1, waits);

        assertThat(waits).containsExactly(Duration.ofSeconds(5));
    }

    private void useUp() {
        while (!api().get(NOTHING).header("x-ratelimit-remaining-requests").equals("0")) {}
    }

    private void advance(Duration duration) {
        now = now.plus(duration);
        when(clock.instant()).thenReturn(now);
        when(clock.millis()).thenReturn(now.toEpochMilli());
    }

    private static List<String> limits(Answer answer) {
        return List.of(
                answer.header("x-ratelimit-limit-requests"),
                answer.header("x-ratelimit-remaining-requests"),
                answer.header("x-ratelimit-reset-requests"));
    }

    /** Creates a thread with the official client, for which waiting is the clock going on. */
    @SuppressWarnings("deprecation")
    private void create(int retries, List<Duration> waits) {
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
