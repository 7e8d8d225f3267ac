package dev.bobbin.thread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.when;

import dev.bobbin.BobbinApplication;
import dev.bobbin.idempotency.CreationResult;
import dev.bobbin.idempotency.IdempotencyKey;
import dev.bobbin.idempotency.IdempotencyService;
import dev.bobbin.security.Project;
import dev.bobbin.thread.request.CreateThreadRequest;
import dev.bobbin.thread.request.ToolResources;
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
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

/** The server replays the response to an idempotency key for 24 hours. */
@DirtiesContext
@SpringBootTest(
        classes = BobbinApplication.class,
        properties = "spring.datasource.url=jdbc:h2:mem:expiry",
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class IdempotencyExpiryTests {

    private static final Instant NOW = Instant.parse("2026-09-01T00:00:00Z");
    private static final Duration DAY = Duration.ofHours(24);

    @MockitoBean
    private Clock clock;

    @Autowired
    private ThreadService threads;

    @Autowired
    private IdempotencyService idempotency;

    @Autowired
    private JdbcTemplate jdbc;

    @BeforeEach
    void deleteEarlierRecords() {
        when(clock.instant()).thenReturn(NOW.plus(DAY.multipliedBy(2)));
        idempotency.deleteExpired();
        when(clock.instant()).thenReturn(NOW);
    }

    @Test
    void replaysAResponseForADay() {
        create("key");

        when(clock.instant()).thenReturn(NOW.plus(DAY).minusSeconds(1));
        idempotency.deleteExpired();

        assertThat(create("key").replayed()).isTrue();
    }

    @Test
    void acceptsAKeyForAnotherCreationAfterADay() {
        create("key");

        when(clock.instant()).thenReturn(NOW.plus(DAY));

        assertThat(create("key").replayed()).isFalse();
        assertThat(create("key").replayed()).isTrue();
    }

    @Test
    void deletesOnlyExpiredRecordsWhenTwoServersCleanUpAtOnce() {
        for (int i = 0; i < 1500; i++) {
            create("old-" + i);
        }
        when(clock.instant()).thenReturn(NOW.plus(DAY));
        create("new");

        List<CompletableFuture<Void>> servers = Stream.generate(
                        () -> CompletableFuture.runAsync(idempotency::deleteExpired))
                .limit(2)
                .toList();
        servers.forEach(CompletableFuture::join);

        assertThat(jdbc.queryForList("select idempotency_key from kept_answers", String.class))
                .containsExactly("new");
    }

    private CreationResult create(String key) {
        return threads.create(
                Project.DEFAULT,
                new CreateThreadRequest(List.of(), ToolResources.NONE, Map.of()),
                new IdempotencyKey(key, "digest"));
    }
}
