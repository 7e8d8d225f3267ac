package dev.bobbin.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bobbin.server.support.ApiClient.Response;
import dev.bobbin.server.support.SequenceKind;
import dev.bobbin.server.support.SequenceUnderTest;
import dev.bobbin.server.support.Server;
import dev.bobbin.server.support.ServerTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.test.context.bean.override.convention.TestBean;

/** The clock of the machine goes back, for example because the time was corrected. Or a day passes. */
@ServerTest
class MovingClockTests implements Server {

    private static final long START = 1_788_000_000;
    private static final long DAY = 24 * 60 * 60;

    private static volatile long seconds;

    @TestBean
    private Clock clock;

    static Clock clock() {
        InstantSource source = () -> Instant.ofEpochSecond(seconds);
        return source.withZone(ZoneOffset.UTC);
    }

    @BeforeEach
    void resetClock() {
        seconds = START;
    }

    @Test
    void datesNoMessageBeforeItsThread() {
        String thread = threadWith();
        seconds = START - 3600;

        assertThat(create(thread)).isEqualTo(START);
    }

    @Test
    void datesNoMessageBeforeTheOneBeforeIt() {
        seconds = START - 10;
        String thread = threadWith();
        List<Long> dates = new ArrayList<>();
        for (long time : new long[] {START, START - 3600, START - 3599, START + 1, START - 7200}) {
            seconds = time;
            dates.add(create(thread));
        }

        assertThat(dates).containsExactly(START, START, START, START + 1, START + 1);
    }

    @Test
    void datesNoMessageBeforeADeletedOne() {
        seconds = START - 10;
        String thread = threadWith("One");
        seconds = START;
        deleteNewest(thread);
        create(thread);
        deleteNewest(thread);
        seconds = START - 3600;

        assertThat(create(thread)).isEqualTo(START);
        assertThat(create(thread)).isEqualTo(START);
    }

    @Test
    void datesOtherThreadsWithTheClock() {
        create(threadWith());
        seconds = START - 3600;
        String thread = threadWith();

        assertThat(create(thread)).isEqualTo(START - 3600);
    }

    @ParameterizedTest
    @EnumSource
    void acceptsADeletedOwnerAsACursorForADay(SequenceKind kind) {
        SequenceUnderTest deleted = sequenceOf(kind);
        seconds = START + 1;
        String next = sequenceOf(kind).ownerId();
        api().delete(deleted.owner());
        String page = "/v1/" + kind.owners() + "?order=asc&limit=1&after=" + deleted.ownerId();

        seconds += DAY - 1;
        assertThat(api().get(page).ids()).containsExactly(next);

        seconds += 1;
        assertThat(api().get(page).status()).isEqualTo(404);
        assertThat(api().get(page).message()).isEqualTo(kind.ownerNotFound(deleted.ownerId()));
    }

    @ParameterizedTest
    @EnumSource
    void acceptsAKeyForAnotherCreationAfterADay(SequenceKind kind) {
        SequenceUnderTest sequence = sequenceOf(kind);
        Response first = create(sequence, "One");

        seconds += DAY - 1;
        assertThat(create(sequence, "One").body()).isEqualTo(first.body());
        assertThat(create(sequence, "Two").code()).isEqualTo("idempotency_key_reused");

        seconds += 1;
        assertThat(create(sequence, "Two").status()).isEqualTo(200);
        assertThat(sequence.allTexts()).containsExactly("One", "Two");
    }

    private Response create(SequenceUnderTest sequence, String text) {
        String body = Server.elementOf(sequence.owner(), text);
        return api().send("POST", sequence.path(), BodyPublishers.ofString(body), "Idempotency-Key", "key");
    }

    private void deleteNewest(String thread) {
        String id = api().get(thread + "/messages").ids().get(0);
        api().delete(thread + "/messages/" + id);
    }

    private long create(String thread) {
        return api().post(thread + "/messages", Server.message("Hello"))
                .json()
                .get("created_at")
                .asLong();
    }
}
