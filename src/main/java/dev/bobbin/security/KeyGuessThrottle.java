package dev.bobbin.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.bobbin.web.error.ApiException;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.EstimationProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/**
 * Limits how many API keys a client can guess. After too many wrong keys from a network, the server rejects further
 * keys from it for up to a minute, without looking them up. A key that was right from the same network before still
 * works, so that a guessing client does not lock out others on its network.
 */
@Component
class KeyGuessThrottle {

    private static final int WRONG_KEYS_PER_MINUTE = 20;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final TimeMeter time;
    private final Cache<ClientNetwork, Bucket> wrongKeyBuckets;
    private final Cache<RightKey, Boolean> rightKeys;

    private record RightKey(ClientNetwork network, String digest) {}

    KeyGuessThrottle(TimeMeter time) {
        this.time = time;
        this.wrongKeyBuckets = cache(100_000, MINUTE);
        this.rightKeys = cache(10_000, Duration.ofDays(1));
    }

    /**
     * Looks up a key with the given function.
     *
     * @throws ApiException with 429 if too many keys from this network were wrong
     */
    <T> Optional<T> lookUp(String address, String key, Function<String, Optional<T>> lookup) {
        RightKey rightKey =
                new RightKey(ClientNetwork.of(address), HexFormat.of().formatHex(ApiKey.digest(key)));
        if (rightKeys.getIfPresent(rightKey) != null) {
            return lookup.apply(key);
        }
        Optional<T> found = lookUpUnlessThrottled(rightKey.network(), key, lookup);
        if (found.isPresent()) {
            rightKeys.put(rightKey, true);
        }
        return found;
    }

    /** Runs one lookup per network at a time. Otherwise, concurrent guesses could exceed the limit. */
    private <T> Optional<T> lookUpUnlessThrottled(
            ClientNetwork network, String key, Function<String, Optional<T>> lookup) {
        Bucket bucket = wrongKeyBuckets.get(network, any -> fullBucket());
        synchronized (bucket) {
            EstimationProbe estimate = bucket.estimateAbilityToConsume(1);
            if (!estimate.canBeConsumed()) {
                throw ApiException.rateLimited(
                        "Too many incorrect API keys came from this address.",
                        Duration.ofNanos(estimate.getNanosToWaitForRefill()));
            }
            Optional<T> found = lookup.apply(key);
            if (found.isEmpty()) {
                bucket.tryConsume(1);
            }
            return found;
        }
    }

    private Bucket fullBucket() {
        return Bucket.builder()
                .addLimit(
                        limit -> limit.capacity(WRONG_KEYS_PER_MINUTE).refillIntervally(WRONG_KEYS_PER_MINUTE, MINUTE))
                .withCustomTimePrecision(time)
                .build();
    }

    /** Bounds the memory: a client with many addresses evicts older entries. */
    private <K, V> Cache<K, V> cache(long maximumSize, Duration idle) {
        return Caffeine.newBuilder()
                .maximumSize(maximumSize)
                .expireAfterAccess(idle)
                .ticker(time::currentTimeNanos)
                .build();
    }
}
