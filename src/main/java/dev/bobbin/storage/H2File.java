package dev.bobbin.storage;

import java.sql.Connection;
import java.sql.SQLException;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.FileStore;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.RandomAccessStore;

/** The file behind an H2 database in this process, which SQL has no words for. */
final class H2File {

    private final MVStore store;

    private H2File(MVStore store) {
        this.store = store;
    }

    static H2File of(Connection connection) throws SQLException {
        SessionLocal session =
                (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
        return new H2File(session.getDatabase().getStore().getMvStore());
    }

    boolean isReadOnly() {
        return store.isReadOnly();
    }

    /**
     * Forces all commits to the disk. {@code CHECKPOINT SYNC} would not do: when H2's own background thread has taken a
     * commit up before, it finds nothing left to write, and forces a file that the commit has yet to reach. A file store
     * operation waits until the threads that write are done.
     */
    void sync() {
        store.commit();
        FileStore<?> file = store.getFileStore();
        if (file != null) {
            store.executeFilestoreOperation(file::sync);
        }
        if (store.isClosed()) {
            throw new IllegalStateException("The database is closed");
        }
    }

    /** Moves up to so many bytes to the front of the file and cuts it off, if less than a part of it is in use. */
    void compact(int wantedPercent, long bytes) {
        if (store.getFileStore() instanceof RandomAccessStore file && file.getFillRate() < wantedPercent) {
            file.compactMoveChunks(wantedPercent, bytes, store);
        }
    }
}
