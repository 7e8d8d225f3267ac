package dev.bobbin.security;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.bucket4j.TimeMeter;
import java.time.Clock;
import java.util.concurrent.TimeUnit;

/** Adapts the application's clock to the rate limiter and the cache, so that tests can control both. */
record ClockTime(Clock clock) implements TimeMeter, Ticker {

    @Override
    public long currentTimeNanos() {
        return TimeUnit.MILLISECONDS.toNanos(clock.millis());
    }

    @Override
    public long read() {
        return currentTimeNanos();
    }

    @Override
    public boolean isWallClockBased() {
        return true;
    }
}
