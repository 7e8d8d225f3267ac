package dev.bobbin.database;

import dev.bobbin.database.failure.DatabaseUnavailableException;
import dev.bobbin.database.h2.DataFolder;
import dev.bobbin.database.h2.FolderLock;
import dev.bobbin.database.h2.FreeDiskGuard;
import dev.bobbin.database.h2.H2File;
import dev.bobbin.database.h2.content.InvalidFileException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.event.EventListener;

/**
 * The database that the server uses. The server opens a first connection early in start-up, so that an unusable
 * database stops start-up with one sentence.
 */
public final class Database implements JdbcConnectionDetails, DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(Database.class);

    static {
        // H2 would keep the last 1,024 strings that it has read, however large they are.
        System.setProperty("h2.objectCache", "false");
    }

    private final String url;
    private final @Nullable String username;
    private final @Nullable String password;
    private final Connection connection;
    private final @Nullable H2File file;
    private final @Nullable FolderLock lock;
    private final long lastWriteSeconds;
    private volatile boolean ready;

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
        this.lastWriteSeconds = lock == null ? 0 : lock.folder().file().toFile().lastModified() / 1000;
        this.file = url.startsWith("jdbc:h2:") ? H2File.of(connection) : null;
        if (file == null) {
            connection.close();
        }
    }

    /** Locks a data folder against other servers, verifies its H2 file and opens it. */
    static Database in(DataFolder folder) {
        FolderLock lock = FolderLock.of(folder);
        try {
            folder.prepareFile();
            return open(folder.url(), "sa", "", Duration.ZERO, lock);
        } catch (DatabaseUnavailableException e) {
            lock.close();
            throw e;
        }
    }

    /**
     * Opens the database of a URL.
     *
     * @param wait how long to retry while the database does not accept connections
     */
    static Database open(String url, @Nullable String username, @Nullable String password, Duration wait) {
        return open(url, username, password, wait, null);
    }

    private static Database open(
            String url,
            @Nullable String username,
            @Nullable String password,
            Duration wait,
            @Nullable FolderLock lock) {
        checkUrl(url);
        try {
            Connection connection = DatabaseConnector.open(url, username, password, wait);
            if (isPostgres(url)) {
                PostgresSettings.check(url, connection);
            }
            Database database = new Database(url, username, password, connection, lock);
            if (database.file().filter(H2File::isReadOnly).isPresent()) {
                throw DatabaseUnavailableException.readOnly(url);
            }
            return database;
        } catch (SQLException e) {
            throw DatabaseUnavailableException.of(url, e);
        }
    }

    /** Rejects the URLs of databases that Bobbin does not support. */
    public static void checkUrl(String url) {
        if (url.matches("jdbc:h2:(tcp|ssl):.*")) {
            throw DatabaseUnavailableException.remoteH2(url);
        }
        if (!url.matches("jdbc:(h2|postgresql):.*") || url.matches("jdbc:postgresql://[^/?]*@.*")) {
            throw DatabaseUnavailableException.unknownUrl();
        }
    }

    /** The H2 database in this process, which stays open until shutdown; empty on PostgreSQL. */
    public Optional<H2File> file() {
        return Optional.ofNullable(file);
    }

    /** Only the disk of the data folder is guarded, which this server chooses and locks. */
    FreeDiskGuard freeDiskGuard(long minFreeBytes) {
        return lock == null ? FreeDiskGuard.disabled() : lock.folder().freeDiskGuard(minFreeBytes);
    }

    /** Whether a JDBC URL belongs to PostgreSQL. Otherwise, the database is H2. */
    public static boolean isPostgres(String jdbcUrl) {
        return jdbcUrl.startsWith("jdbc:postgresql:");
    }

    /** When the H2 file in the data folder was last written before this start, in seconds since 1970; 0 without one. */
    public long lastWriteSeconds() {
        return lastWriteSeconds;
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

    /** The server has started. Until then, a stop leaves the file as it is. */
    @EventListener
    void onReady(ApplicationReadyEvent event) {
        ready = true;
    }

    @Override
    public void destroy() throws SQLException {
        try (lock;
                connection) {
            if (lock != null) {
                shutDown(lock.folder());
            }
        }
    }

    private void shutDown(DataFolder folder) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(shutdownStatement(folder));
            folder.deleteIncompleteCopy();
        }
    }

    /**
     * Returns the statement that closes the database. {@code shutdown compact} replaces the file with a copy that
     * contains no deleted data. If the process is killed before that, the file stays unchanged, and the next start-up
     * removes the incomplete copy. {@code shutdown immediately} writes nothing.
     */
    private String shutdownStatement(DataFolder folder) {
        if (!ready || !isWhole()) {
            return "shutdown immediately";
        }
        return folder.hasSpaceForCopy() ? "shutdown compact" : "shutdown";
    }

    /** Verifies the file before its compacted copy replaces it: the copy would hide any damage. */
    private boolean isWhole() {
        try {
            file().ifPresent(H2File::verify);
            return true;
        } catch (InvalidFileException e) {
            log.error("The database file is not compacted: {}.", e.reason());
        } catch (IllegalStateException | MVStoreException e) {
            log.error("The database file is not compacted", e);
        }
        return false;
    }
}
