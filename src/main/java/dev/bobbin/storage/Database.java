package dev.bobbin.storage;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/**
 * Where the data is. It is reached once before anything else is started, so that a start that cannot succeed fails with
 * one sentence.
 */
final class Database implements JdbcConnectionDetails, DisposableBean {

    private final String url;
    private final @Nullable String username;
    private final @Nullable String password;
    private final Connection connection;
    private final @Nullable H2File file;

    private Database(String url, @Nullable String username, @Nullable String password) throws SQLException {
        this.url = url;
        this.username = username;
        this.password = password;
        this.connection = DriverManager.getConnection(url, username, password);
        this.file = url.startsWith("jdbc:h2:") ? H2File.of(connection) : null;
        if (file == null) {
            connection.close();
        }
    }

    static Database open(String url, @Nullable String username, @Nullable String password) {
        if (url.matches("jdbc:h2:(tcp|ssl):.*")) {
            throw DatabaseUnavailableException.remoteH2(url);
        }
        try {
            Database database = new Database(url, username, password);
            if (database.file().filter(H2File::isReadOnly).isPresent()) {
                throw DatabaseUnavailableException.readOnly(url);
            }
            return database;
        } catch (SQLException e) {
            throw DatabaseUnavailableException.of(url, e);
        }
    }

    /** The file of H2, which runs in this process; it is open as long as the server runs. */
    Optional<H2File> file() {
        return Optional.ofNullable(file);
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
