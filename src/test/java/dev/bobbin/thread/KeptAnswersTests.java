package dev.bobbin.thread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.when;

import dev.bobbin.BobbinApplication;
import dev.bobbin.api.IdempotencyKey;
import dev.bobbin.project.Project;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

/** How long an answer is kept. */
@SpringBootTest(
        classes = BobbinApplication.class,
        properties = "spring.datasource.url=jdbc:h2:mem:kept",
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class KeptAnswersTests {

    private static final Instant NOW = Instant.parse("2026-09-01T00:00:00Z");
    private static final Duration DAY = Duration.ofHours(24);

    @MockitoBean
    private Clock clock;

    @Autowired
    private ThreadService threads;

    @Autowired
    private KeptAnswers keptAnswers;

    @Autowired
    private JdbcTemplate jdbc;

    @BeforeEach
    void begin() {
        when(clock.instant()).thenReturn(NOW.plus(DAY.multipliedBy(2)));
        keptAnswers.removeExpired();
        when(clock.instant()).thenReturn(NOW);
    }

    @Test
    void keepsAnAnswerForADay() {
        create("key");

        when(clock.instant()).thenReturn(NOW.plus(DAY).minusSeconds(1));
        keptAnswers.removeExpired();

        assertThat(create("key").replayed()).isTrue();
    }

    @Test
    void takesAKeyAnewAfterADay() {
        create("key");

        when(clock.instant()).thenReturn(NOW.plus(DAY));

        assertThat(create("key").replayed()).isFalse();
        assertThat(create("key").replayed()).isTrue();
    }

    @Test
    void removesWhatHasExpiredAndNothingElseThoughTwoServersDoIt() {
        for (int i = 0; i < 1500; i++) {
            create("old-" + i);
        }
        when(clock.instant()).thenReturn(NOW.plus(DAY));
        create("new");

        List<CompletableFuture<Void>> servers = Stream.generate(
                        () -> CompletableFuture.runAsync(keptAnswers::removeExpired))
                .limit(2)
                .toList();
        servers.forEach(CompletableFuture::join);

        assertThat(jdbc.queryForList("select idempotency_key from kept_answers", String.class))
                .containsExactly("new");
    }

    private Created create(String key) {
        return threads.create(
                Project.DEFAULT,
                new CreateThreadRequest(List.of(), ToolResources.NONE, Map.of()),
                new IdempotencyKey(key, "digest"));
    }
}
