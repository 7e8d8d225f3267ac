package dev.bobbin.web.id;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ObjectIdTests {

    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

    @Test
    void consistsOfItsPrefixAnd24LettersOrDigits() {
        assertThat(ObjectId.create("msg", NOW)).matches("msg_[0-9A-Za-z]{24}");
    }

    @Test
    void sortsByTimeOfCreation() {
        List<String> ids = Stream.of(
                        Instant.EPOCH,
                        NOW,
                        NOW.plusMillis(1),
                        NOW.plusMillis(62),
                        NOW.plus(Duration.ofDays(1)),
                        NOW.plus(Duration.ofDays(10_000)))
                .map(time -> ObjectId.create("msg", time))
                .toList();

        assertThat(ids).isSorted();
    }

    @Test
    void beginsWithTheMillisecondInBase62() {
        assertThat(ObjectId.create("msg", Instant.ofEpochMilli(62L * 62 + 61))).startsWith("msg_000010z");
    }

    @Test
    void differsWithinOneMillisecond() {
        assertThat(Stream.generate(() -> ObjectId.create("msg", NOW)).limit(10_000))
                .doesNotHaveDuplicates();
    }

    @Test
    void usesEveryDigitAtEveryRandomPosition() {
        List<String> ids =
                Stream.generate(() -> ObjectId.create("msg", NOW)).limit(5_000).toList();

        for (int position = "msg_".length() + 7; position < "msg_".length() + 24; position++) {
            int index = position;
            assertThat(ids.stream().map(id -> id.charAt(index)).distinct()).hasSize(62);
        }
    }
}
