package dev.bobbin.server.process;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

/** A PostgreSQL that may be ill-treated. */
public final class PostgresProcess implements AutoCloseable {

    private static final String CONNECTIONS_OF_OTHERS =
            "pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()";

    private final Path folder;
    private EmbeddedPostgres running;

    private PostgresProcess(Path folder, EmbeddedPostgres running) {
        this.folder = folder;
        this.running = running;
    }

    /** A new one that keeps its data in a folder. */
    public static PostgresProcess start(Path folder) throws IOException {
        return new PostgresProcess(folder, start(folder, JarProcess.freePort()));
    }

    /** An embedded one does not wait for the disk unless it is told to, and so loses what it acknowledged. */
    private static EmbeddedPostgres start(Path folder, int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("fsync", "on")
                .setDataDirectory(folder)
                .setCleanDataDirectory(false)
                .setPort(port)
                .start();
    }

    /** The setting that makes a server use it. */
    public String setting() {
        return "spring.datasource.url=" + running.getJdbcUrl("postgres", "postgres");
    }

    public Connection connect() throws SQLException {
        return running.getPostgresDatabase().getConnection();
    }

    /** The number that a query gives. */
    long number(String query) throws SQLException {
        try (Connection connection = connect();
                ResultSet row = connection.createStatement().executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** SIGKILL to the process of one connection: PostgreSQL ends all others, too, and recovers as after a crash. */
    void killAConnection() throws Exception {
        signal("KILL", Stream.of(number("select min(pid) from " + CONNECTIONS_OF_OTHERS)));
    }

    void terminateAllConnections() throws SQLException {
        number("select count(pg_terminate_backend(pid)) from " + CONNECTIONS_OF_OTHERS);
    }

    void stop() throws IOException {
        running.close();
    }

    /** With the same data, at the same address. */
    void startAgain() throws IOException {
        running = start(folder, running.getPort());
    }

    /** SIGSTOP: all connections stay open, and nobody answers. */
    void freeze() throws Exception {
        signal("STOP", processes());
    }

    void thaw() throws Exception {
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
