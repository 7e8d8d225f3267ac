package dev.bobbin.storage;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.dao.DataAccessResourceFailureException;

/**
 * Forces what H2 has committed to the disk. All who wait share one {@code CHECKPOINT SYNC}. Those who come while one
 * runs are served by the next, as their commits may have been too late for it.
 */
final class Checkpoint {

    private final Connection connection;
    private final Runnable onFailure;
    private final ReentrantLock syncing = new ReentrantLock();
    private final Object turns = new Object();
    private Turn next = new Turn();
    private boolean failed;
    private volatile long syncs;

    Checkpoint(Connection connection, Runnable onFailure) {
        this.connection = connection;
        this.onFailure = onFailure;
    }

    /** A sync that has not begun, and those who wait for it. The first of them carries it out. */
    private static final class Turn {

        private final CompletableFuture<Void> done = new CompletableFuture<>();
        private boolean hasLeader;
    }

    /**
     * Returns when everything committed before the call is on the disk.
     *
     * @throws DataAccessResourceFailureException if it could not be forced there; then it may be lost, or not
     */
    void await() {
        Turn turn;
        boolean leads;
        synchronized (turns) {
            turn = next;
            leads = !turn.hasLeader;
            turn.hasLeader = true;
        }
        if (leads) {
            lead(turn);
        }
        try {
            turn.done.join();
        } catch (CompletionException e) {
            throw new DataAccessResourceFailureException("What was committed could not be forced to the disk", e);
        }
    }

    /** How many syncs there have been: the number stands still while nobody writes. */
    long syncs() {
        return syncs;
    }

    private void lead(Turn turn) {
        syncing.lock();
        try {
            synchronized (turns) {
                next = new Turn();
            }
            sync();
            syncs++;
            turn.done.complete(null);
        } catch (SQLException | RuntimeException | Error e) {
            failed = true;
            turn.done.completeExceptionally(e);
            onFailure.run();
        } finally {
            syncing.unlock();
        }
    }

    /** A sync that succeeds after one that failed would prove nothing: the system may have dropped what it held. */
    private void sync() throws SQLException {
        if (failed) {
            throw new SQLException("An earlier sync failed");
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("CHECKPOINT SYNC");
        }
    }
}
