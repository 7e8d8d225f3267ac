package dev.bobbin.storage;

import java.time.Duration;
import java.util.function.Supplier;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.stereotype.Component;

/**
 * Statements that only read, each of which commits itself: to begin and to end a transaction takes as long as such a
 * statement, and over a network longer. They are done again in the same cases as a {@link RetriedTransaction}.
 */
@Component
public final class RetriedRead {

    private final RetryTemplate retries = new RetryTemplate(RetryPolicy.builder()
            .predicate(Contention::isIn)
            .maxRetries(Contention.MAX_RETRIES)
            .delay(Duration.ofMillis(Contention.DELAY))
            .jitter(Duration.ofMillis(Contention.JITTER))
            .multiplier(Contention.MULTIPLIER)
            .maxDelay(Duration.ofMillis(Contention.MAX_DELAY))
            .timeout(Duration.ofMillis(Contention.TIMEOUT))
            .build());

    public <T> T of(Supplier<T> statements) {
        return retries.invoke(statements);
    }
}
