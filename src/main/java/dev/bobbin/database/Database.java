package dev.bobbin.database;

import dev.bobbin.database.failure.DatabaseUnavailableException;
import dev.bobbin.database.h2.DataFolder;
import dev.bobbin.database.h2.FolderLock;
import dev.bobbin.database.h2.H2File;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/**
 * Where the data is. It is reached once before anything else is started, so that a start that cannot succeed fails with
 * one sentence.
 */
public final class Database implements JdbcConnectionDetails, DisposableBean {

    private final String url;
    private final @Nullable String username;
    private final @Nullable String password;
    private final Connection connection;
    private final @Nullable H2File file;
    private final @Nullable FolderLock lock;

    private Database(
            String url,
            @Nullable String username,
            @Nullable String password,
            Connection connection,
            @Nullable FolderLock lock)
            throws SQLException {
        this.url = url;
        this.username = username;
        this.password = password;
        this.connection = connection;
        this.lock = lock;
        this.file = url.startsWith("jdbc:h2:") ? H2File.of(connection) : null;
        if (file == null) {
            connection.close();
        }
    }

    /** The H2 file of a folder, which no other server may use. */
    static Database in(DataFolder folder) {
        FolderLock lock = FolderLock.of(folder);
        try {
            return open(folder.url(), "sa", "", Duration.ZERO, lock);
        } catch (DatabaseUnavailableException e) {
            lock.close();
            throw e;
        }
    }

    /** {@code wait} is the time for a database to appear that cannot be reached yet. */
    static Database open(String url, @Nullable String username, @Nullable String password, Duration wait) {
        return open(url, username, password, wait, null);
    }

    private static Database open(
            String url,
            @Nullable String username,
            @Nullable String password,
            Duration wait,
            @Nullable FolderLock lock) {
        if (url.matches("jdbc:h2:(tcp|ssl):.*")) {
            throw DatabaseUnavailableException.remoteH2(url);
        }
        if (!url.matches("jdbc:(h2|postgresql):.*") || url.matches("jdbc:postgresql://[^/?]*@.*")) {
            throw DatabaseUnavailableException.unknownUrl();
        }
        try {
            Connection connection = DatabaseConnector.open(url, username, password, wait);
            Database database = new Database(url, username, password, connection, lock);
            if (database.file().filter(H2File::isReadOnly).isPresent()) {
                throw DatabaseUnavailableException.readOnly(url);
            }
            return database;
        } catch (SQLException e) {
            throw DatabaseUnavailableException.of(url, e);
        }
    }

    /** The file of H2, which runs in this process; it is open as long as the server runs. */
    public Optional<H2File> file() {
        return Optional.ofNullable(file);
    }

    /** So many bytes the disk of the data folder still takes; without such a folder nobody knows. */
    long room() {
        return lock == null ? Long.MAX_VALUE : lock.room();
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
        if (lock == null) {
            connection.close();
        } else {
            rewrite();
            lock.close();
        }
    }

    /**
     * Closes the database, of which H2 then writes a copy that takes the file's place: what was deleted is not in it. A
     * process that is killed meanwhile leaves the file as it was, and the next start removes the rest of the copy.
     */
    private void rewrite() throws SQLException {
        try (connection;
                Statement statement = connection.createStatement()) {
            statement.execute("shutdown compact");
        }
    }
}
