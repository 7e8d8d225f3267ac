package dev.bobbin.database;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Divides the connections of the pool. A project uses at most three quarters of them, and the writers of a thread at
 * most one quarter. Further requests wait before they take a connection. Otherwise, the writers of a single locked
 * thread would soon hold the whole pool. A thread has more than one connection, so that the next writer already waits
 * at the database when the row becomes free.
 */
@Component
class ConnectionShares {

    /** Running and waiting. This is a quarter of the threads that run requests before Java 21. */
    private static final int MAX_WRITERS_OF_A_THREAD = 250;

    private final Bulkhead<String> projects;
    private final Bulkhead<ThreadOfProject> threads;

    @Autowired
    ConnectionShares(HikariDataSource pool) {
        this(pool.getMaximumPoolSize(), pool.getConnectionTimeout());
    }

    /**
     * @param connectionTimeout maximum wait in milliseconds for each share, as for a connection
     */
    ConnectionShares(int poolSize, long connectionTimeout) {
        Duration maxWait = Duration.ofMillis(connectionTimeout);
        this.projects = new Bulkhead<>(
                Math.max(1, poolSize * 3 / 4),
                Integer.MAX_VALUE,
                maxWait,
                "Too many requests of this project use the server's database. Please try again shortly.");
        this.threads = new Bulkhead<>(
                Math.max(1, poolSize / 4),
                MAX_WRITERS_OF_A_THREAD,
                maxWait,
                "Too many requests write to this thread. Please try again shortly.");
    }

    /**
     * Waits until a request may take a connection. It waits for its thread first, since this wait can be long. So it
     * does not reduce the share of its project meanwhile.
     *
     * @param threadId the thread that the request writes to; null if it writes to none
     */
    ConnectionShare take(String project, @Nullable String threadId) {
        if (threadId == null) {
            projects.enter(project);
            return new ConnectionShare(() -> projects.leave(project));
        }
        ThreadOfProject thread = new ThreadOfProject(project, threadId);
        threads.enter(thread);
        boolean taken = false;
        try {
            projects.enter(project);
            taken = true;
        } finally {
            if (!taken) {
                threads.leave(thread);
            }
        }
        return new ConnectionShare(() -> {
            projects.leave(project);
            threads.leave(thread);
        });
    }

    /** The number of projects and threads that are counted at the moment. */
    int inUse() {
        return projects.keys() + threads.keys();
    }

    /** Contains the project, so that requests of another project for the same id do not count. */
    private record ThreadOfProject(String project, String threadId) {}
}
