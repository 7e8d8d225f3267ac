package dev.bobbin.storage;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/**
 * Where the data is. It is reached once before anything else is started, so that a start that cannot succeed fails with
 * one sentence. The connection that proves it is kept for as long as the server runs: on H2 it is the one that syncs.
 */
final class Database implements JdbcConnectionDetails, DisposableBean {

    private final String url;
    private final @Nullable String username;
    private final @Nullable String password;
    private final Connection connection;

    private Database(String url, @Nullable String username, @Nullable String password) throws SQLException {
        this.url = url;
        this.username = username;
        this.password = password;
        this.connection = DriverManager.getConnection(url, username, password);
    }

    static Database open(String url, @Nullable String username, @Nullable String password) {
        try {
            return new Database(url, username, password);
        } catch (SQLException e) {
            throw DatabaseUnavailableException.of(url, e);
        }
    }

    boolean isH2() {
        return url.startsWith("jdbc:h2:");
    }

    Connection connection() {
        return connection;
    }

    /** The store behind a connection to H2. */
    MVStore store() {
        try {
            SessionLocal session =
                    (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
            return session.getDatabase().getStore().getMvStore();
        } catch (SQLException e) {
            throw new IllegalStateException("H2 runs in this process", e);
        }
    }

    @Override
    public String getJdbcUrl() {
        return url;
    }

    @Override
    public @Nullable String getUsername() {
        return username;
    }

    @Override
    public @Nullable String getPassword() {
        return password;
    }

    @Override
    public void destroy() throws SQLException {
        connection.close();
    }
}
