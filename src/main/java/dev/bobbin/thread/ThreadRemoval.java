package dev.bobbin.thread;

import dev.bobbin.api.DeletedObject;
import dev.bobbin.project.Project;
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
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Deletes threads of any size: one that is too large for a single transaction is taken from its project, for whom it is
 * gone then, and removed in portions after the answer, for which no other thread has to wait.
 */
@Component
class ThreadRemoval {

    private static final Logger log = LoggerFactory.getLogger(ThreadRemoval.class);

    private final ThreadService threads;
    private final TaskScheduler scheduler;
    private final Lock removing = new ReentrantLock();
    private volatile boolean stopping;

    ThreadRemoval(ThreadService threads, TaskScheduler scheduler) {
        this.threads = threads;
        this.scheduler = scheduler;
    }

    DeletedObject delete(Project project, String id) {
        if (!threads.delete(project, id)) {
            removeSoon();
        }
        return DeletedObject.thread(id);
    }

    private void removeSoon() {
        try {
            scheduler.schedule(this::removeAbandoned, scheduler.getClock().instant());
        } catch (TaskRejectedException e) {
            log.info("The server stops: it removes what is deleted when it is started again");
        }
    }

    /** Also what is left when a server stopped or its database failed. Several servers may do it at once. */
    @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.MINUTES)
    void removeAbandoned() {
        removing.lock();
        try {
            threads.abandoned().forEach(this::removeRest);
        } catch (DataAccessException | TransactionException e) {
            log.warn("The database failed: {}", e.toString());
        } finally {
            removing.unlock();
        }
    }

    /** A stop waits for what is under way. The rest is removed after the next start. */
    @EventListener(ContextClosedEvent.class)
    void stop() {
        stopping = true;
    }

    private void removeRest(String id) {
        try {
            OptionalLong done = OptionalLong.of(0);
            while (done.isPresent() && !stopping) {
                done = threads.deleteNext(id, done.getAsLong());
            }
        } catch (DataAccessException | TransactionException e) {
            log.warn(
                    "The messages of the deleted thread {} are removed later, as the database failed: {}",
                    id,
                    e.toString());
        }
    }
}
