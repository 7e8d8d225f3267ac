package dev.bobbin.server.process;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A primary and its synchronous standby, made with the programs of an installed PostgreSQL. */
final class PostgresPair implements FailoverCluster {

    private static final boolean AS_ROOT = System.getProperty("user.name").equals("root");

    private final Path programs = Path.of(System.getProperty("test.postgres.programs"));
    private Cluster primary;
    private Cluster standby;

    private record Cluster(Path data, int port) {}

    private PostgresPair(Path folder) throws IOException {
        this.primary = new Cluster(folder.resolve("one"), JarProcess.freePort());
        this.standby = new Cluster(folder.resolve("two"), JarProcess.freePort());
    }

    /** @param folder belongs to the user {@code postgres} if this process runs as root */
    static PostgresPair start(Path folder) throws IOException {
        PostgresPair pair = new PostgresPair(folder);
        pair.initialize(folder);
        return pair;
    }

    private void initialize(Path folder) throws IOException {
        if (AS_ROOT) {
            execute(List.of("chown", "postgres", folder.toString()));
        }
        run("initdb", "-D", primary.data(), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "-k");
        start(primary);
        // pg_rewind needs the log back to the point where the two servers diverged.
        query(primary, "alter system set wal_keep_size = '1GB'");
        query(primary, "select pg_reload_conf()");
        run("pg_basebackup", "-d", url(primary), "-D", standby.data(), "-R");
        startStandby();
    }

    @Override
    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + primary.port() + ",127.0.0.1:" + standby.port()
                + "/postgres?user=postgres&targetServerType=primary";
    }

    @Override
    public void failOver() throws IOException {
        String pid =
                Files.readAllLines(primary.data().resolve("postmaster.pid")).get(0);
        execute(List.of("kill", "-KILL", pid));
        run("pg_ctl", "promote", "-s", "-w", "-D", standby.data());
        // The new primary has no standby that could confirm its commits.
        setStandbyNames(standby, "");
        Cluster old = primary;
        primary = standby;
        standby = old;
    }

    @Override
    public void rejoin() throws IOException {
        // Until its first checkpoint, pg_rewind does not see that the new primary has been promoted.
        query(primary, "checkpoint");
        run("pg_rewind", "-D", standby.data(), "--source-server=" + url(primary), "-R");
        startStandby();
    }

    /** Starts the standby, and lets the commits of the primary wait for it. */
    private void startStandby() throws IOException {
        start(standby);
        setStandbyNames(primary, "*");
        await().atMost(Duration.ofMinutes(1))
                .until(() -> query(primary, "select sync_state from pg_stat_replication")
                        .equals("sync"));
    }

    private void start(Cluster cluster) throws IOException {
        String options =
                "-p " + cluster.port() + " -k " + cluster.data().getParent() + " -c listen_addresses=127.0.0.1";
        run("pg_ctl", "start", "-s", "-w", "-D", cluster.data(), "-l", cluster.data() + ".log", "-o", options);
    }

    private void setStandbyNames(Cluster cluster, String names) throws IOException {
        query(cluster, "alter system set synchronous_standby_names = '" + names + "'");
        query(cluster, "select pg_reload_conf()");
    }

    private String query(Cluster cluster, String sql) throws IOException {
        return run("psql", "-X", "-A", "-t", "-d", url(cluster), "-c", sql).strip();
    }

    private static String url(Cluster cluster) {
        return "postgresql://postgres@127.0.0.1:" + cluster.port() + "/postgres";
    }

    private String run(String program, Object... arguments) throws IOException {
        List<String> command = new ArrayList<>(AS_ROOT ? List.of("runuser", "-u", "postgres", "--") : List.of());
        command.add(programs.resolve(program).toString());
        Stream.of(arguments).map(String::valueOf).forEach(command::add);
        return execute(command);
    }

    private static String execute(List<String> command) throws IOException {
        // A server that pg_ctl starts inherits the output, so a pipe would never end.
        Path output = Files.createTempFile("postgres", ".log");
        try {
            int exitCode = new ProcessBuilder(command)
                    .directory(Path.of("/").toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start()
                    .onExit()
                    .join()
                    .exitValue();
            String text = Files.readString(output, StandardCharsets.UTF_8);
            if (exitCode != 0) {
                throw new IllegalStateException("Failed: " + command + "\n" + text);
            }
            return text;
        } finally {
            Files.delete(output);
        }
    }

    @Override
    public void close() throws IOException {
        for (Cluster cluster : List.of(standby, primary)) {
            if (Files.exists(cluster.data().resolve("postmaster.pid"))) {
                run("pg_ctl", "stop", "-s", "-m", "immediate", "-D", cluster.data());
            }
        }
    }
}
