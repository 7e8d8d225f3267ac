package dev.bobbin.retention;

import io.github.bucket4j.TimeMeter;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/** Clocks that a test can move. They replace those of a server under test that has this class among its classes. */
class MovedTime {

    /** How much more time than the real one has passed since the start-up. */
    volatile Duration passed = Duration.ZERO;

    /** How far the clock is ahead of the real time. */
    volatile Duration clockAhead = Duration.ZERO;

    @Bean
    @Primary
    Clock movedClock() {
        InstantSource source = () -> Clock.systemUTC().instant().plus(clockAhead);
        return source.withZone(ZoneOffset.UTC);
    }

    @Bean
    @Primary
    TimeMeter movedTimeMeter() {
        return new TimeMeter() {

            @Override
            public long currentTimeNanos() {
                return System.nanoTime() + passed.toNanos();
            }

            @Override
            public boolean isWallClockBased() {
                return false;
            }
        };
    }
}
