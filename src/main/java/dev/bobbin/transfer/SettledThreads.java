package dev.bobbin.transfer;

import dev.bobbin.database.DatabaseOperations;
import dev.bobbin.sequence.OwnerList;
import dev.bobbin.thread.ThreadObject;
import dev.bobbin.web.error.ApiException;
import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Finds threads by ids that another import or a deletion may hold at the same time. */
@Component
class SettledThreads {

    private static final Duration MAX_WAIT = Duration.ofMinutes(10);
    private static final long PAUSE_MILLIS = 100;

    private final DatabaseOperations database;
    private final OwnerList<ThreadObject> threads;
    private final ImportStatements statements;
    private final PendingImports pending;

    SettledThreads(
            DatabaseOperations database,
            OwnerList<ThreadObject> threads,
            ImportStatements statements,
            PendingImports pending) {
        this.database = database;
        this.threads = threads;
        this.statements = statements;
        this.pending = pending;
    }

    /** Finds the project's thread. If another import or a deletion holds this id, waits for its end. */
    Optional<ThreadObject> find(String project, String threadId) {
        long end = System.nanoTime() + MAX_WAIT.toNanos();
        while (true) {
            Optional<ThreadObject> thread = threads.find(project, threadId);
            if (thread.isPresent() || !isHidden(project, threadId)) {
                return thread;
            }
            if (System.nanoTime() > end) {
                throw ApiException.unavailable(
                        "Another import or a deletion uses the thread '" + threadId + "'.", Duration.ofSeconds(30));
            }
            pending.sweep();
            pause();
        }
    }

    private boolean isHidden(String project, String threadId) {
        return findProject(project, threadId)
                .filter(ImportStatements.HIDDEN::equals)
                .isPresent();
    }

    private Optional<String> findProject(String project, String threadId) {
        return database.read(project, () -> statements.findProject(threadId));
    }

    /** Whether the thread belongs to another project. */
    boolean isForeign(String project, String threadId) {
        return findProject(project, threadId)
                .filter(owner -> !owner.equals(project))
                .isPresent();
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
