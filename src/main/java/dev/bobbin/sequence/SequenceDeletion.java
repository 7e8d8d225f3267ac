package dev.bobbin.sequence;

import dev.bobbin.database.DatabaseOperations;
import dev.bobbin.database.failure.SqlFailures;
import dev.bobbin.idempotency.IdempotencyService;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.task.TaskRejectedException;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.TransactionException;

/**
 * Deletes owners with any number of elements. An owner that is too large for one transaction is hidden from its
 * project, so that no client finds it any more. The server then deletes its elements in the background, in batches that
 * delay other writers only briefly.
 */
public class SequenceDeletion {

    private static final Logger log = LoggerFactory.getLogger(SequenceDeletion.class);

    /** The name of no project. An owner that belongs to it is hidden from all clients. */
    public static final String HIDDEN = "";

    /** Limits of one transaction, in elements and in bytes. Other writers may wait until the transaction ends. */
    static final int BATCH_SIZE = 1000;

    static final int BATCH_BYTES = 8 << 20;

    private static final int MAX_PENDING_AT_ONCE = 100;

    private final DatabaseOperations database;
    private final JdbcTemplate jdbc;
    private final SequencePositions<?> positions;
    private final SequenceTables tables;
    private final String sizes;
    private final SequenceErrors errors;
    private final Consumer<String> beforeDeletion;
    private final IdempotencyService idempotency;
    private final TaskScheduler scheduler;
    private final Lock running = new ReentrantLock();
    private volatile boolean stopping;

    /** @param beforeDeletion runs in the transaction that deletes or hides an owner, and gets the owner's id */
    public SequenceDeletion(
            DatabaseOperations database,
            JdbcTemplate jdbc,
            Sequence<?> kind,
            Consumer<String> beforeDeletion,
            IdempotencyService idempotency,
            TaskScheduler scheduler) {
        this.database = database;
        this.jdbc = jdbc;
        this.positions = new SequencePositions<>(jdbc, kind);
        this.tables = kind.tables();
        this.beforeDeletion = beforeDeletion;
        this.sizes = "select position, " + kind.columns().bytes() + ", id from " + tables.elements() + tables.between()
                + " order by " + tables.ownerColumn() + ", position";
        this.errors = kind.errors();
        this.idempotency = idempotency;
        this.scheduler = scheduler;
    }

    /** Deletes an owner and all of its elements. No client finds them any more when this method returns. */
    public void delete(String project, String ownerId) {
        boolean complete = database.transaction(project, ownerId, () -> {
            long lastPosition = positions.lockLastPosition(project, ownerId).orElseThrow(() -> errors.noOwner(ownerId));
            return deleteLocked(ownerId, lastPosition).end() >= lastPosition;
        });
        if (!complete) {
            schedulePendingDeletions();
        }
    }

    /**
     * Deletes an owner that the caller has locked in its transaction. If the owner is large, it is hidden, and {@link
     * #runPendingDeletions} deletes it.
     *
     * @return the first batch of its elements, which contains all elements of a small owner
     */
    Batch deleteLocked(String ownerId, long lastPosition) {
        beforeDeletion.accept(ownerId);
        Batch first = nextBatch(ownerId, 0);
        if (first.end() < lastPosition) {
            idempotency.eraseResponse(ownerId, ownerId);
            jdbc.update("update " + tables.owners() + " set project = ? where id = ?", HIDDEN, ownerId);
            jdbc.update("insert into " + tables.pendingDeletions() + " (id) values (?)", ownerId);
            return first;
        }
        delete(ownerId, first);
        jdbc.update("delete from " + tables.owners() + " where id = ?", ownerId);
        return first;
    }

    /** Continues pending deletions soon, in the background. */
    public void schedulePendingDeletions() {
        try {
            scheduler.schedule(this::runPendingDeletions, scheduler.getClock().instant());
        } catch (TaskRejectedException e) {
            log.info(
                    "The server is shutting down. It deletes the rest of the {} after the next start-up.",
                    tables.ownerName());
        }
    }

    /**
     * Also continues deletions that a shutdown or a database failure interrupted. Several servers may run this at once.
     */
    @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.MINUTES)
    void runPendingDeletions() {
        running.lock();
        try {
            pendingIds().forEach(this::continueDeletion);
        } catch (DataAccessException | TransactionException e) {
            log.warn(
                    "The database failed. The server continues pending {} deletions later: {}",
                    tables.ownerName(),
                    SqlFailures.describe(e));
        } finally {
            running.unlock();
        }
    }

    private List<String> pendingIds() {
        return database.read(() -> jdbc.queryForList(
                "select id from " + tables.pendingDeletions() + " limit " + MAX_PENDING_AT_ONCE, String.class));
    }

    /** Shutdown waits for the current batch. The server deletes the rest after the next start-up. */
    @EventListener(ContextClosedEvent.class)
    void stop() {
        stopping = true;
    }

    private void continueDeletion(String ownerId) {
        try {
            OptionalLong deletedUpTo = OptionalLong.of(0);
            while (deletedUpTo.isPresent() && !stopping) {
                long begin = deletedUpTo.getAsLong();
                deletedUpTo = database.transaction(() -> deleteNextBatch(ownerId, begin));
            }
        } catch (DataAccessException | TransactionException e) {
            log.warn(
                    "The database failed. The server deletes the rest of the {} {} later: {}",
                    tables.ownerName(),
                    ownerId,
                    SqlFailures.describe(e));
        }
    }

    /**
     * Deletes the elements of the next batch, or the owner itself when no element is left.
     *
     * @return the last position that is deleted; empty when the owner is deleted
     */
    private OptionalLong deleteNextBatch(String ownerId, long begin) {
        if (begin >= positions.lastPosition(HIDDEN, ownerId)) {
            jdbc.update("delete from " + tables.owners() + " where id = ? and project = ?", ownerId, HIDDEN);
            jdbc.update("delete from " + tables.pendingDeletions() + " where id = ?", ownerId);
            return OptionalLong.empty();
        }
        Batch batch = nextBatch(ownerId, begin);
        delete(ownerId, batch);
        return OptionalLong.of(batch.end());
    }

    private void delete(String ownerId, Batch batch) {
        idempotency.eraseResponses(ownerId, batch.ids());
        for (String table : List.of(tables.elements(), tables.tombstones())) {
            jdbc.update("delete from " + table + tables.between(), ownerId, batch.begin(), batch.end());
        }
    }

    /**
     * The batch that follows a position. It contains at least one element, of any size, if any is left. The first batch
     * also has the owner's id, so that one statement erases all responses.
     */
    private Batch nextBatch(String ownerId, long begin) {
        List<String> ids = new ArrayList<>();
        if (begin == 0) {
            ids.add(ownerId);
        }
        long bytes = 0;
        for (Size element : jdbc.query(sizes, Size::of, ownerId, begin, begin + BATCH_SIZE)) {
            if (bytes > 0 && bytes + element.bytes() > BATCH_BYTES) {
                return new Batch(begin, element.position() - 1, ids, bytes);
            }
            bytes += element.bytes();
            ids.add(element.id());
        }
        return new Batch(begin, begin + BATCH_SIZE, ids, bytes);
    }

    /** The elements at positions above {@code begin} and up to {@code end}. */
    record Batch(long begin, long end, List<String> ids, long bytes) {}

    private record Size(long position, long bytes, String id) {

        static Size of(ResultSet row, int number) throws SQLException {
            return new Size(row.getLong(1), row.getLong(2), row.getString(3));
        }
    }
}
