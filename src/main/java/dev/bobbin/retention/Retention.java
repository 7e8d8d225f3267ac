package dev.bobbin.retention;

import static java.util.stream.Collectors.joining;

import dev.bobbin.database.DatabaseOperations;
import dev.bobbin.database.failure.SqlFailures;
import dev.bobbin.security.ApiKeys;
import dev.bobbin.sequence.ExpiredOwners;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Deletes the threads and conversations whose last activity is longer ago than the retention of their project. A round
 * runs every hour. It has a thread of its own, so that a long round delays no other task.
 */
@Component
@EnableConfigurationProperties(RetentionProperties.class)
class Retention implements DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(Retention.class);
    private static final Duration INITIAL_DELAY = Duration.ofMinutes(10);
    private static final Duration DELAY = Duration.ofHours(1);

    private final RetentionProperties settings;
    private final List<ExpiredOwners> kinds;
    private final RetentionDeletion deletion;
    private final TrustedClock clock;
    private final DatabaseOperations database;
    private final JdbcTemplate jdbc;
    private final Timer rounds;
    private final ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();

    Retention(
            RetentionProperties settings,
            ApiKeys keys,
            List<ExpiredOwners> kinds,
            RetentionDeletion deletion,
            TrustedClock clock,
            DatabaseOperations database,
            JdbcTemplate jdbc,
            MeterRegistry meters) {
        this.settings = settings.check(keys.projects());
        this.kinds = kinds;
        this.deletion = deletion;
        this.clock = clock;
        this.database = database;
        this.jdbc = jdbc;
        this.rounds = Timer.builder("bobbin.retention")
                .description("Duration of the rounds that delete inactive threads and conversations")
                .register(meters);
    }

    @EventListener(ApplicationReadyEvent.class)
    void start() {
        if (!settings.retention().isEmpty()) {
            scheduler.setThreadNamePrefix("retention-");
            scheduler.setWaitForTasksToCompleteOnShutdown(true);
            scheduler.setAwaitTerminationSeconds(30);
            scheduler.initialize();
            scheduler.scheduleWithFixedDelay(this::run, Instant.now().plus(INITIAL_DELAY), DELAY);
        }
    }

    /** Shutdown waits for the current transaction. */
    @Override
    public void destroy() {
        deletion.stop();
        scheduler.destroy();
    }

    void run() {
        try {
            clock.now().ifPresent(now -> rounds.record(() -> run(now)));
        } catch (DataAccessException | TransactionException e) {
            log.warn("The database failed. Retention continues in the next round: {}", SqlFailures.describe(e));
        }
    }

    private void run(Instant now) {
        Instant start = Instant.ofEpochSecond(Objects.requireNonNull(
                database.read(() -> jdbc.queryForObject("select at from retention_start", Long.class))));
        String result = settings.retention().entrySet().stream()
                .map(entry -> run(entry.getKey(), now.minus(entry.getValue()), start))
                .collect(joining("; "));
        log.info("Retention {}: {}.", settings.retentionDryRun() ? "would delete" : "has deleted", result);
    }

    /**
     * Deletes what a project has not used since a time.
     *
     * @param start the earliest time that counts as an activity
     */
    private String run(String project, Instant before, Instant start) {
        return kinds.stream()
                .map(owners -> {
                    int count = start.isBefore(before) ? run(owners, project, before.getEpochSecond()) : 0;
                    return count + " " + owners.ownerName() + (count == 1 ? "" : "s");
                })
                .collect(joining(" and ", "", " of project " + project));
    }

    private int run(ExpiredOwners owners, String project, long before) {
        return settings.retentionDryRun()
                ? deletion.count(owners, project, before)
                : deletion.delete(owners, project, before);
    }
}
