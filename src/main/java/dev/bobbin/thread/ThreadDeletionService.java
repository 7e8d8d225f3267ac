package dev.bobbin.thread;

import dev.bobbin.database.DatabaseOperations;
import dev.bobbin.database.failure.SqlFailures;
import dev.bobbin.idempotency.IdempotencyService;
import dev.bobbin.security.Project;
import dev.bobbin.web.json.DeletedObject;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.task.TaskRejectedException;
import org.springframework.dao.DataAccessException;
import org.springframework.data.domain.Limit;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.TransactionException;

/**
 * Deletes threads of any size. A thread that is too large for one transaction is hidden from its project, so that no
 * client finds it any more. The server then deletes its messages in the background, in batches that delay other writers
 * only briefly.
 */
@Service
class ThreadDeletionService {

    private static final Logger log = LoggerFactory.getLogger(ThreadDeletionService.class);

    /** Limits of one transaction, in messages and in bytes. Other writers may wait until the transaction ends. */
    private static final int BATCH_SIZE = 1000;

    private static final int BATCH_BYTES = 8 << 20;

    private static final int MAX_PENDING_AT_ONCE = 100;

    private final DatabaseOperations database;
    private final ThreadRepository threads;
    private final MessageRepository messages;
    private final MessageTombstoneRepository tombstones;
    private final PendingThreadDeletionRepository pendingDeletions;
    private final IdempotencyService idempotency;
    private final TaskScheduler scheduler;
    private final Lock running = new ReentrantLock();
    private volatile boolean stopping;

    ThreadDeletionService(
            DatabaseOperations database,
            ThreadRepository threads,
            MessageRepository messages,
            MessageTombstoneRepository tombstones,
            PendingThreadDeletionRepository pendingDeletions,
            IdempotencyService idempotency,
            TaskScheduler scheduler) {
        this.database = database;
        this.threads = threads;
        this.messages = messages;
        this.tombstones = tombstones;
        this.pendingDeletions = pendingDeletions;
        this.idempotency = idempotency;
        this.scheduler = scheduler;
    }

    DeletedObject delete(Project project, String id) {
        boolean complete = database.transaction(project.name(), id, () -> deleteAtOnceIfSmall(project, id));
        if (!complete) {
            schedulePendingDeletions();
        }
        return new DeletedObject(id, "thread.deleted");
    }

    /**
     * Deletes a small thread with its messages and tombstones. Hides a large one from its project.
     *
     * @return whether the thread was small
     */
    private boolean deleteAtOnceIfSmall(Project project, String id) {
        MessageThread thread = threads.lock(project, id);
        idempotency.eraseResponse(id, id);
        if (endOfBatch(id, 0) < thread.lastPosition()) {
            thread.markDeleted();
            pendingDeletions.save(new PendingThreadDeletion(id));
            return false;
        }
        deleteMessages(id, 0, thread.lastPosition());
        threads.delete(id);
        return true;
    }

    private void schedulePendingDeletions() {
        try {
            scheduler.schedule(this::runPendingDeletions, scheduler.getClock().instant());
        } catch (TaskRejectedException e) {
            log.info("The server is shutting down. It deletes the rest of the thread after the next start-up.");
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
                    "The database failed. The server continues pending thread deletions later: {}",
                    SqlFailures.describe(e));
        } finally {
            running.unlock();
        }
    }

    private List<String> pendingIds() {
        return database.read(() -> pendingDeletions.findIds(Limit.of(MAX_PENDING_AT_ONCE)));
    }

    /** Shutdown waits for the current batch. The server deletes the rest after the next start-up. */
    @EventListener(ContextClosedEvent.class)
    void stop() {
        stopping = true;
    }

    private void continueDeletion(String id) {
        try {
            OptionalLong deletedUpTo = OptionalLong.of(0);
            while (deletedUpTo.isPresent() && !stopping) {
                long begin = deletedUpTo.getAsLong();
                deletedUpTo = database.transaction(() -> deleteNextBatch(id, begin));
            }
        } catch (DataAccessException | TransactionException e) {
            log.warn(
                    "The database failed. The server deletes the messages of the deleted thread {} later: {}",
                    id,
                    SqlFailures.describe(e));
        }
    }

    /**
     * Deletes the messages of the next batch, or the thread itself when no message is left.
     *
     * @return the last position that is deleted; empty when the thread is deleted
     */
    private OptionalLong deleteNextBatch(String id, long begin) {
        if (begin >= threads.findLastPositionOfDeleted(id).orElse(0L)) {
            threads.deleteMarked(id);
            pendingDeletions.delete(id);
            return OptionalLong.empty();
        }
        long end = endOfBatch(id, begin);
        deleteMessages(id, begin, end);
        return OptionalLong.of(end);
    }

    private void deleteMessages(String id, long low, long high) {
        messages.eraseResponsesBetween(id, low, high);
        messages.deleteBetween(id, low, high);
        tombstones.deleteBetween(id, low, high);
    }

    /**
     * The last position of the batch that follows {@code begin}. A batch contains at least one message, of any size.
     */
    private long endOfBatch(String id, long begin) {
        long bytes = 0;
        for (MessageSize message : messages.findSizes(id, begin, begin + BATCH_SIZE)) {
            if (bytes > 0 && bytes + message.size() > BATCH_BYTES) {
                return message.position() - 1;
            }
            bytes += message.size();
        }
        return begin + BATCH_SIZE;
    }
}
