package dev.bobbin.database;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Divides the connections of the pool. A project uses at most three quarters of them, and the writers of an owner,
 * a thread or conversation, at most one quarter. Further requests wait before they take a connection. Otherwise, the
 * writers of a single locked row would soon hold the whole pool. An owner has more than one connection, so that the
 * next writer already waits at the database when the row becomes free.
 */
@Component
class ConnectionShares {

    /** Running and waiting. This is half of the threads that run requests before Java 21. */
    private static final int MAX_WRITERS_OF_AN_OWNER = 500;

    private final Bulkhead<String> projects;
    private final Bulkhead<OwnerOfProject> owners;

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
        this.owners = new Bulkhead<>(
                Math.max(1, poolSize / 4),
                MAX_WRITERS_OF_AN_OWNER,
                maxWait,
                "Too many requests write to this thread or conversation. Please try again shortly.");
    }

    /**
     * Waits until a request may take a connection. It waits for its owner first, since this wait can be long. So it
     * does not reduce the share of its project meanwhile.
     *
     * @param ownerId the thread or conversation that the request writes to; null if it writes to none
     */
    ConnectionShare take(String project, @Nullable String ownerId) {
        if (ownerId == null) {
            projects.enter(project);
            return new ConnectionShare(() -> projects.leave(project));
        }
        OwnerOfProject owner = new OwnerOfProject(project, ownerId);
        owners.enter(owner);
        boolean taken = false;
        try {
            projects.enter(project);
            taken = true;
        } finally {
            if (!taken) {
                owners.leave(owner);
            }
        }
        return new ConnectionShare(() -> {
            projects.leave(project);
            owners.leave(owner);
        });
    }

    /** The number of projects and owners that are counted at the moment. */
    int inUse() {
        return projects.keys() + owners.keys();
    }

    /** Contains the project, so that requests of another project for the same id do not count. */
    private record OwnerOfProject(String project, String ownerId) {}
}
