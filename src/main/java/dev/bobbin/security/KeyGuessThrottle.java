package dev.bobbin.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.bobbin.web.error.ApiException;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.EstimationProbe;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/**
 * Makes it not pay to guess keys: once too many wrong ones came from an address, no other is looked at for a while, right
 * or wrong. A key that was right from there before is no guess, and goes on working for those who share the address.
 */
@Component
class KeyGuessThrottle {

    private static final int WRONG_KEYS_A_MINUTE = 20;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final ClockTime time;
    private final Cache<ClientNetwork, Bucket> wrongKeysLeft;
    private final Cache<RightKey, Boolean> rightKeys;

    private record RightKey(ClientNetwork network, String digest) {}

    KeyGuessThrottle(Clock clock) {
        this.time = new ClockTime(clock);
        this.wrongKeysLeft = cache(100_000, MINUTE);
        this.rightKeys = cache(10_000, Duration.ofDays(1));
    }

    /** What the key opens according to {@code lookup}, which is not asked when too many keys were wrong. */
    <T> Optional<T> check(String address, String key, Function<String, Optional<T>> lookup) {
        RightKey rightKey =
                new RightKey(ClientNetwork.of(address), HexFormat.of().formatHex(ApiKey.digest(key)));
        if (rightKeys.getIfPresent(rightKey) != null) {
            return lookup.apply(key);
        }
        Optional<T> found = attempt(rightKey.network(), key, lookup);
        if (found.isPresent()) {
            rightKeys.put(rightKey, true);
        }
        return found;
    }

    /** One after the other, as many at once would all be looked at before the first is counted. */
    private <T> Optional<T> attempt(ClientNetwork network, String key, Function<String, Optional<T>> lookup) {
        Bucket left = wrongKeysLeft.get(network, any -> fullBucket());
        synchronized (left) {
            EstimationProbe next = left.estimateAbilityToConsume(1);
            if (!next.canBeConsumed()) {
                throw ApiException.rateLimited(
                        "Too many incorrect API keys came from this address.",
                        Duration.ofNanos(next.getNanosToWaitForRefill()));
            }
            Optional<T> found = lookup.apply(key);
            if (found.isEmpty()) {
                left.tryConsume(1);
            }
            return found;
        }
    }

    private Bucket fullBucket() {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(WRONG_KEYS_A_MINUTE).refillIntervally(WRONG_KEYS_A_MINUTE, MINUTE))
                .withCustomTimePrecision(time)
                .build();
    }

    /** Whoever sends from many addresses makes it forget, and not grow. */
    private <K, V> Cache<K, V> cache(long maximumSize, Duration idle) {
        return Caffeine.newBuilder()
                .maximumSize(maximumSize)
                .expireAfterAccess(idle)
                .ticker(time)
                .build();
    }
}
