package dev.bobbin.storage;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.resilience.annotation.Retryable;
import org.springframework.transaction.annotation.Transactional;

/**
 * A transaction that is done again, whole, when it lost a race ({@link Contention}). The pauses grow from 2 to 100 ms,
 * with jitter, so that those who raced do not meet again; after 10 s the failure is told.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Retryable(
        predicate = Contention.class,
        maxRetries = Contention.MAX_RETRIES,
        delay = Contention.DELAY,
        jitter = Contention.JITTER,
        multiplier = Contention.MULTIPLIER,
        maxDelay = Contention.MAX_DELAY,
        timeout = Contention.TIMEOUT)
@Transactional
public @interface RetriedTransaction {}
