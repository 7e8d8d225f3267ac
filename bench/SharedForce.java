package bench;

import java.sql.Connection;
import java.sql.SQLException;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;

/**
 * Forces what H2 has committed to the disk, which a commit alone does not. Of those who wait one does it for all; who
 * comes meanwhile waits for the next. It does no more than that: Bobbin also sees to it that H2 takes no transaction up
 * by half, and that a write torn by a power failure is found.
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

    /** Returns when everything committed before the call is on the disk. */
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

    /** Waits until a force that began after the call is done, or until the caller has to do it. */
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
