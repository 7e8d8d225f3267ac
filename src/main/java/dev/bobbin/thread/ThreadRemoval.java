package dev.bobbin.thread;

import dev.bobbin.api.DeletedObject;
import dev.bobbin.project.Project;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Deletes threads of any size: one that is too large for a single transaction is first taken from its project, for whom
 * it is gone, and then removed in portions, for which no other thread has to wait.
 */
@Component
class ThreadRemoval {

    private static final Logger log = LoggerFactory.getLogger(ThreadRemoval.class);

    private final ThreadService threads;

    ThreadRemoval(ThreadService threads) {
        this.threads = threads;
    }

    /** Returns when nothing of the thread is left, unless the database fails when it is gone for the project. */
    DeletedObject delete(Project project, String id) {
        if (!threads.delete(project, id)) {
            removeRest(id);
        }
        return DeletedObject.thread(id);
    }

    /** What is left when a server stopped or its database failed. Several servers may do it at once. */
    @Scheduled(initialDelay = 1, fixedDelay = 1, timeUnit = TimeUnit.MINUTES)
    void removeAbandoned() {
        try {
            threads.abandoned().forEach(this::removeRest);
        } catch (DataAccessException | TransactionException e) {
            log.warn("The database failed: {}", e.toString());
        }
    }

    private void removeRest(String id) {
        try {
            OptionalLong done = OptionalLong.of(0);
            while (done.isPresent()) {
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
