package dev.bobbin.server.process;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The cluster of {@code deploy/patroni}, with both nodes and a single etcd on this machine. Patroni promotes the
 * standby by itself. This process must run as root, and starts the programs as the user {@code postgres}.
 */
final class PatroniCluster implements FailoverCluster {

    private static final Path CONFIGURATION = Path.of("deploy", "patroni", "patroni.yml");
    private static final String PASSWORD = "secret";
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Path folder;
    private final String etcdAddress = "127.0.0.1:" + JarProcess.freePort();
    private final Process etcd;
    private final List<Node> nodes = List.of(new Node("one"), new Node("two"));

    private PatroniCluster(Path folder) throws IOException {
        this.folder = folder;
        String url = "http://" + etcdAddress;
        this.etcd = start(
                "etcd",
                Map.of(),
                List.of(
                        "etcd",
                        "--data-dir=" + folder.resolve("etcd"),
                        "--listen-client-urls=" + url,
                        "--advertise-client-urls=" + url,
                        "--listen-peer-urls=http://127.0.0.1:" + JarProcess.freePort()));
    }

    static PatroniCluster start(Path folder) throws IOException {
        UserPrincipal postgres =
                folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postgres");
        Files.setOwner(folder, postgres);
        Files.copy(CONFIGURATION, folder.resolve("patroni.yml"));
        PatroniCluster cluster = new PatroniCluster(folder);
        try {
            for (Node node : cluster.nodes) {
                node.start();
            }
            cluster.awaitStandby();
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    @Override
    public String jdbcUrl() {
        return "jdbc:postgresql://" + nodes.get(0).address + "," + nodes.get(1).address
                + "/postgres?targetServerType=primary&user=postgres&password=" + PASSWORD;
    }

    @Override
    public void failOver() throws IOException {
        Node primary = nodes.stream().filter(Node::isPrimary).findFirst().orElseThrow();
        primary.kill();
        awaitPrimary();
    }

    @Override
    public void rejoin() throws IOException {
        for (Node node : nodes) {
            if (!node.patroni.isAlive()) {
                node.start();
            }
        }
        awaitStandby();
    }

    @Override
    public void close() throws IOException {
        for (Node node : nodes) {
            node.kill();
        }
        etcd.destroyForcibly();
    }

    private void awaitPrimary() {
        await().atMost(PATIENCE).until(() -> nodes.stream().anyMatch(Node::isPrimary));
    }

    private void awaitStandby() {
        awaitPrimary();
        await().atMost(PATIENCE).until(() -> nodes.stream().anyMatch(Node::isSynchronousStandby));
    }

    private Process start(String name, Map<String, String> environment, List<String> program) throws IOException {
        List<String> command =
                new ArrayList<>(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"));
        command.addAll(program);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve(name + ".log").toFile()));
        builder.environment().put("HOME", folder.toString());
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** A PostgreSQL server with its Patroni. */
    private final class Node {

        private final String name;
        private final String address = "127.0.0.1:" + JarProcess.freePort();
        private final String apiAddress = "127.0.0.1:" + JarProcess.freePort();
        private Process patroni;

        Node(String name) throws IOException {
            this.name = name;
        }

        void start() throws IOException {
            Map<String, String> environment = Map.of(
                    "PATRONI_NAME", name,
                    "PATRONI_ETCD3_HOSTS", etcdAddress,
                    "PATRONI_RESTAPI_LISTEN", apiAddress,
                    "PATRONI_RESTAPI_CONNECT_ADDRESS", apiAddress,
                    "PATRONI_POSTGRESQL_LISTEN", address,
                    "PATRONI_POSTGRESQL_CONNECT_ADDRESS", address,
                    "PATRONI_POSTGRESQL_DATA_DIR", data().toString(),
                    "PATRONI_POSTGRESQL_BIN_DIR", System.getProperty("test.postgres.programs"),
                    "PATRONI_SUPERUSER_PASSWORD", PASSWORD,
                    "PATRONI_REPLICATION_PASSWORD", PASSWORD);
            patroni = PatroniCluster.this.start(name, environment, List.of("patroni", "patroni.yml"));
        }

        /** Kills Patroni first, because it would start PostgreSQL again. */
        void kill() throws IOException {
            patroni.destroyForcibly().onExit().join();
            Path pid = data().resolve("postmaster.pid");
            if (Files.exists(pid)) {
                ProcessHandle.of(Long.parseLong(Files.readAllLines(pid).get(0)))
                        .ifPresent(ProcessHandle::destroyForcibly);
            }
        }

        boolean isPrimary() {
            return responds("/primary");
        }

        boolean isSynchronousStandby() {
            return responds("/synchronous");
        }

        private boolean responds(String path) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + apiAddress + path))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            try {
                return CLIENT.send(request, BodyHandlers.discarding()).statusCode() == 200;
            } catch (IOException e) {
                return false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        private Path data() {
            return folder.resolve(name);
        }
    }
}
