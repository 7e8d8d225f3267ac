package dev.bobbin.server.process;

import dev.bobbin.server.support.UnusualPostgres;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;

/** A PostgreSQL server that tests can crash, suspend and restart. */
public final class PostgresProcess implements AutoCloseable {

    private static final String OTHER_CONNECTIONS =
            "pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()";

    private final Path folder;
    private EmbeddedPostgres running;

    private PostgresProcess(Path folder, EmbeddedPostgres running) {
        this.folder = folder;
        this.running = running;
    }

    /** Starts a new server that stores its data in a folder. */
    public static PostgresProcess start(Path folder) throws IOException {
        return new PostgresProcess(folder, start(folder, JarProcess.freePort()));
    }

    /** Enables fsync. An embedded PostgreSQL disables it by default and could lose acknowledged writes. */
    private static EmbeddedPostgres start(Path folder, int port) throws IOException {
        return UnusualPostgres.builder()
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("fsync", "on")
                .setDataDirectory(folder)
                .setCleanDataDirectory(false)
                .setPort(port)
                .start();
    }

    /** Returns the setting that makes Bobbin use this PostgreSQL server. */
    public String setting() {
        return "spring.datasource.url=" + running.getJdbcUrl("postgres", "postgres");
    }

    public Connection connect() throws SQLException {
        return running.getPostgresDatabase().getConnection();
    }

    /** Runs a query that returns a single number. */
    long queryForLong(String query) throws SQLException {
        try (Connection connection = connect();
                ResultSet row = connection.createStatement().executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Kills the process of one connection. PostgreSQL then closes all connections and runs its crash recovery. */
    void crash() throws Exception {
        signal("KILL", Stream.of(queryForLong("select min(pid) from " + OTHER_CONNECTIONS)));
    }

    void terminateAllConnections() throws SQLException {
        queryForLong("select count(pg_terminate_backend(pid)) from " + OTHER_CONNECTIONS);
    }

    /** Changes a setting for all connections, without a restart. */
    void set(String name, String value) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("alter system set " + name + " = '" + value + "'");
            statement.execute("select pg_reload_conf()");
        }
    }

    void stop() throws IOException {
        running.close();
    }

    /** Starts the stopped server with the same data and the same port. */
    void restart() throws IOException {
        running = start(folder, running.getPort());
    }

    /** Suspends all processes with SIGSTOP: connections stay open, but the server does not respond. */
    void suspend() throws Exception {
        signal("STOP", processes());
    }

    void resume() throws Exception {
        signal("CONT", processes());
    }

    private Stream<Long> processes() throws IOException {
        long pid = Long.parseLong(
                Files.readAllLines(folder.resolve("postmaster.pid")).get(0));
        ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
        return Stream.concat(Stream.of(postmaster), postmaster.descendants()).map(ProcessHandle::pid);
    }

    private static void signal(String name, Stream<Long> processes) throws Exception {
        List<String> command = Stream.concat(Stream.of("kill", "-" + name), processes.map(String::valueOf))
                .toList();
        if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
            throw new IllegalStateException("Failed: " + command);
        }
    }

    @Override
    public void close() throws IOException {
        running.close();
    }
}
