package dev.bobbin.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.bobbin.web.error.ApiException;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyGuessThrottleTests {

    private static final String ADDRESS = "192.0.2.1";

    private final TimeMeter time = mock();
    private final KeyGuessThrottle throttle = new KeyGuessThrottle(time);
    private long nanos;

    @Test
    void rejectsFurtherKeysFromAnAddressAfterTwentyWrongOnes() {
        guess(ADDRESS, 20);

        assertThatThrownBy(() -> isRight(ADDRESS, "right"))
                .isInstanceOf(ApiException.class)
                .hasMessage("Too many incorrect API keys came from this address. Please try again in 60s.");
    }

    @Test
    void acceptsKeysAgainAfterAMinute() {
        guess(ADDRESS, 20);

        advance(Duration.ofSeconds(60));

        assertThat(isRight(ADDRESS, "right")).isTrue();
    }

    @Test
    void reportsTheWaitInWholeSeconds() {
        guess(ADDRESS, 20);

        advance(Duration.ofMillis(59_900));

        assertThatThrownBy(() -> isRight(ADDRESS, "right")).hasMessageEndingWith("try again in 1s.");
    }

    @Test
    void stillAcceptsAKeyThatWasRightFromTheSameAddressBefore() {
        isRight(ADDRESS, "right");
        guess(ADDRESS, 20);

        assertThat(isRight(ADDRESS, "right")).isTrue();
        assertThatThrownBy(() -> isRight(ADDRESS, "right too")).hasMessageStartingWith("Too many incorrect API keys");
    }

    @Test
    void forgetsARightKeyAfterADayWithoutUse() {
        isRight(ADDRESS, "right");
        advance(Duration.ofDays(1));
        guess(ADDRESS, 20);

        assertThatThrownBy(() -> isRight(ADDRESS, "right")).hasMessageStartingWith("Too many incorrect API keys");
    }

    @Test
    void doesNotCountRightKeys() {
        List<Boolean> right = IntStream.range(0, 50)
                .mapToObj(i -> isRight(ADDRESS, "right " + i))
                .toList();

        assertThat(right).containsOnly(true);
    }

    @Test
    void looksUpOnlyTwentyOfManyConcurrentWrongKeys() {
        long lookedUp = IntStream.range(0, 1000)
                .parallel()
                .filter(i -> isLookedUp("wrong " + i))
                .count();

        assertThat(lookedUp).isEqualTo(20);
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1, 192.0.2.2, false",
        "192.0.2.1, ::ffff:192.0.2.1, true",
        "2001:db8:0:1:0:0:0:1, 2001:db8:0:1:ffff:ffff:ffff:ffff, true",
        "2001:db8:0:1::1, 2001:db8:0:2::1, false",
        "fe80::1%eth0, fe80::2, true",
        "a:b, a:c, false"
    })
    void countsPerIpv4AddressOrPer64BitPrefixOfIpv6(String guesser, String other, boolean sameNetwork) {
        guess(guesser, 20);

        if (sameNetwork) {
            assertThatThrownBy(() -> isRight(other, "right")).hasMessageStartingWith("Too many incorrect API keys");
        } else {
            assertThat(isRight(other, "right")).isTrue();
        }
    }

    private void guess(String address, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(isRight(address, "wrong " + i)).isFalse();
        }
    }

    private boolean isLookedUp(String key) {
        try {
            return !isRight(ADDRESS, key);
        } catch (ApiException e) {
            return false;
        }
    }

    private boolean isRight(String address, String key) {
        return throttle.lookUp(address, key, any -> Optional.of(any).filter(candidate -> candidate.startsWith("right")))
                .isPresent();
    }

    private void advance(Duration duration) {
        nanos += duration.toNanos();
        when(time.currentTimeNanos()).thenReturn(nanos);
    }
}
