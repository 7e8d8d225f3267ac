package dev.bobbin.web.id;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HexIdTests {

    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

    @Test
    void consistsOfItsPrefixAnd48HexadecimalDigits() {
        assertThat(HexId.create("conv", NOW)).matches("conv_[0-9a-f]{48}");
    }

    @Test
    void beginsWithTheMillisecond() {
        assertThat(HexId.create("msg", Instant.ofEpochMilli(0xABC))).startsWith("msg_000000000abc");
    }

    @Test
    void sortsByTimeOfCreation() {
        List<String> ids = Stream.of(Instant.EPOCH, NOW, NOW.plusMillis(1), NOW.plus(Duration.ofDays(10_000)))
                .map(time -> HexId.create("rs", time))
                .toList();

        assertThat(ids).isSorted();
    }

    @Test
    void differsWithinOneMillisecond() {
        assertThat(Stream.generate(() -> HexId.create("fc", NOW)).limit(10_000)).doesNotHaveDuplicates();
    }

    @Test
    void usesEveryDigitAtEveryRandomPosition() {
        List<String> ids =
                Stream.generate(() -> HexId.create("fc", NOW)).limit(2_000).toList();

        for (int position = "fc_".length() + 12; position < "fc_".length() + 48; position++) {
            int index = position;
            assertThat(ids.stream().map(id -> id.charAt(index)).distinct()).hasSize(16);
        }
    }
}
