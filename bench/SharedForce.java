package bench;

import java.sql.Connection;
import java.sql.SQLException;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;

/**
 * Makes H2's commits durable with an fsync, because a commit in H2 does not include one. One waiting writer calls fsync
 * for all waiting writers. A writer that arrives during an fsync waits for the next one. Bobbin does more: it never
 * saves an unfinished transaction, and it detects writes that a power failure has torn.
 */
final class SharedForce implements Runnable {

    private final MVStore store;
    private long begun;
    private long done;
    private boolean running;

    SharedForce(Connection connection) throws SQLException {
        SessionLocal session =
                (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
        this.store = session.getDatabase().getStore().getMvStore();
    }

    /** Returns when every commit before the call is durable. */
    @Override
    public void run() {
        if (isLeader()) {
            boolean forced = false;
            try {
                store.commit();
                store.executeFilestoreOperation(store.getFileStore()::sync);
                forced = true;
            } finally {
                finish(forced);
            }
        }
    }

    /** Waits for an fsync that starts after the call. Returns true if the caller has to run the fsync itself. */
    private synchronized boolean isLeader() {
        long needed = begun + 1;
        while (done < needed && running) {
            try {
                wait();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        if (done >= needed) {
            return false;
        }
        running = true;
        begun++;
        return true;
    }

    private synchronized void finish(boolean forced) {
        done = forced ? begun : done;
        running = false;
        notifyAll();
    }
}
