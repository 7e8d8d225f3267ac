package dev.bobbin.retention;

import dev.bobbin.database.DatabaseOperations;
import dev.bobbin.sequence.ExpiredOwners;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Deletes expired threads and conversations. Each transaction deletes a few of them, and a pause of the same length
 * follows, so that requests stay fast. Only one of the servers that share a database deletes at a time.
 */
@Component
class RetentionDeletion {

    private static final Logger log = LoggerFactory.getLogger(RetentionDeletion.class);
    private static final Duration MIN_PAUSE = Duration.ofMillis(20);

    private final DatabaseOperations database;
    private final JdbcTemplate jdbc;
    private final MeterRegistry meters;
    private final CountDownLatch stopping = new CountDownLatch(1);

    RetentionDeletion(DatabaseOperations database, JdbcTemplate jdbc, MeterRegistry meters, List<ExpiredOwners> kinds) {
        this.database = database;
        this.jdbc = jdbc;
        this.meters = meters;
        // Without its first value of 0, Prometheus would miss the first increase.
        kinds.forEach(this::deletions);
    }

    private Counter deletions(ExpiredOwners owners) {
        return meters.counter("bobbin.retention.deletions", "object", owners.ownerName());
    }

    /** Lets a deletion in progress end after its transaction. */
    void stop() {
        stopping.countDown();
    }

    /** Returns the number of expired owners. */
    int count(ExpiredOwners owners, String project, long before) {
        AtomicInteger count = new AtomicInteger();
        owners.forEachPage(project, before, ids -> {
            log.debug("Retention would delete these {}s: {}", owners.ownerName(), ids);
            count.addAndGet(ids.size());
            return stopping.getCount() > 0;
        });
        return count.get();
    }

    /**
     * Deletes the expired owners, or some of them if the server stops or another server deletes. Returns their number.
     */
    int delete(ExpiredOwners owners, String project, long before) {
        AtomicInteger count = new AtomicInteger();
        owners.forEachPage(project, before, ids -> {
            List<String> left = new ArrayList<>(ids);
            while (!left.isEmpty()) {
                long begin = System.nanoTime();
                Optional<List<String>> deleted = deleteSome(owners, project, left, before);
                if (deleted.isEmpty()) {
                    return false;
                }
                if (deleted.get().isEmpty()) {
                    return true;
                }
                count.addAndGet(deleted.get().size());
                left.removeAll(deleted.get());
                if (isStoppedAfterPause(System.nanoTime() - begin)) {
                    return false;
                }
            }
            return true;
        });
        return count.get();
    }

    /** Returns the ids of the deleted owners; empty if it is another server's turn. */
    private Optional<List<String>> deleteSome(ExpiredOwners owners, String project, List<String> ids, long before) {
        Optional<List<String>> deleted = database.transaction(
                () -> takeTurn() ? Optional.of(owners.delete(project, ids, before)) : Optional.empty());
        deleted.ifPresent(some -> {
            log.debug("Retention has deleted these {}s: {}", owners.ownerName(), some);
            deletions(owners).increment(some.size());
        });
        return deleted;
    }

    /** Locks the only row of the table until the transaction ends. A lock of the session would outlive it in a pool. */
    private boolean takeTurn() {
        return !jdbc.queryForList("select at from retention_start for update skip locked", Long.class)
                .isEmpty();
    }

    private boolean isStoppedAfterPause(long nanos) {
        try {
            return stopping.await(Math.max(nanos, MIN_PAUSE.toNanos()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
