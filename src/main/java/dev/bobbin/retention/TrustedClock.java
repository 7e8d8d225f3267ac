package dev.bobbin.retention;

import static java.time.temporal.ChronoUnit.SECONDS;

import io.github.bucket4j.TimeMeter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * The time, as long as nothing suggests that the clock of the machine is wrong. A wrong clock must not expire
 * everything. The clock has ten minutes after the start-up to be corrected. From then on, it must not differ by more
 * than an hour from the time that has passed since the start-up, or from the clock of the database.
 */
@Component
class TrustedClock {

    private static final Logger log = LoggerFactory.getLogger(TrustedClock.class);
    private static final Duration SETTLING_TIME = Duration.ofMinutes(10);
    private static final Duration MAX_DIFFERENCE = Duration.ofHours(1);

    private final Clock clock;
    private final TimeMeter time;
    private final JdbcTemplate jdbc;
    private final Instant start;
    private final long startNanos;
    private boolean hasLoggedError;

    TrustedClock(Clock clock, TimeMeter time, JdbcTemplate jdbc) {
        this.clock = clock;
        this.time = time;
        this.jdbc = jdbc;
        this.start = clock.instant();
        this.startNanos = time.currentTimeNanos();
    }

    /** The earlier one of the server's and the database's time; empty if they cannot be trusted. */
    Optional<Instant> now() {
        Duration uptime = Duration.ofNanos(time.currentTimeNanos() - startNanos);
        if (uptime.compareTo(SETTLING_TIME) < 0) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        Instant databaseNow = databaseNow();
        if (differ(now, start.plus(uptime)) || differ(now, databaseNow)) {
            logOnce(now, start.plus(uptime), databaseNow);
            return Optional.empty();
        }
        hasLoggedError = false;
        return Optional.of(now.isBefore(databaseNow) ? now : databaseNow);
    }

    private Instant databaseNow() {
        return Instant.ofEpochSecond(Objects.requireNonNull(jdbc.queryForObject(
                "select cast(floor(extract(epoch from current_timestamp)) as bigint)", Long.class)));
    }

    private static boolean differ(Instant one, Instant other) {
        return Duration.between(one, other).abs().compareTo(MAX_DIFFERENCE) > 0;
    }

    private void logOnce(Instant now, Instant expected, Instant databaseNow) {
        if (!hasLoggedError) {
            hasLoggedError = true;
            log.error(
                    "Retention is off, because the clock may be wrong: it shows {}, but it should be {} by the time"
                            + " since start-up, and the database's clock shows {}."
                            + " Correct the clocks, and restart the server.",
                    now.truncatedTo(SECONDS),
                    expected.truncatedTo(SECONDS),
                    databaseNow);
        }
    }
}
