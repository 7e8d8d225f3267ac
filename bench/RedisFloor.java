package bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A second baseline for the database: Redis with {@code appendfsync always}, which responds to a write only after an
 * fsync. Redis's own load generator appends messages to lists, without HTTP and checks.
 */
final class RedisFloor implements AutoCloseable {

    private static final int WRITES = 5_000;

    private static final String MESSAGE =
            "{\"id\":\"msg_0123456789abcdefghijklmn\",\"role\":\"user\",\"created_at\":1788000000,\"content\":"
                    + Store.CONTENT + ",\"attachments\":[],\"metadata\":{}}";

    private final Process server;
    private final String port;

    private RedisFloor(Process server, int port) {
        this.server = server;
        this.port = String.valueOf(port);
    }

    static RedisFloor start() throws IOException, InterruptedException {
        int port = WebServer.freePort();
        Path folder = Files.createTempDirectory(Settings.FOLDER, "redis-");
        RedisFloor floor = new RedisFloor(
                JavaProcess.start(command(
                        "redis-server",
                        "--port",
                        String.valueOf(port),
                        "--bind",
                        "127.0.0.1",
                        "--dir",
                        folder.toString(),
                        "--appendonly",
                        "yes",
                        "--appendfsync",
                        "always")),
                port);
        floor.awaitAnswer();
        return floor;
    }

    private void awaitAnswer() throws IOException, InterruptedException {
        while (run("redis-cli", "-p", port, "ping") != 0) {
            if (!server.isAlive()) {
                throw new IllegalStateException("Redis does not start");
            }
            Thread.sleep(100);
        }
    }

    /** Appends messages to as many lists, at random, over parallel connections. */
    Side over(int connections, int lists) {
        return seconds -> perSecond(connections, lists, seconds);
    }

    /** Deletes the messages of the run before, because Redis keeps all of them in memory. */
    private double perSecond(int connections, int lists, int seconds) throws IOException, InterruptedException {
        runOrFail("redis-cli", "-p", port, "flushall");
        long start = System.nanoTime();
        long written = 0;
        double elapsed = 0;
        while (elapsed < seconds) {
            runOrFail(
                    "redis-benchmark",
                    "-p",
                    port,
                    "-c",
                    String.valueOf(connections),
                    "-n",
                    String.valueOf(WRITES),
                    "-r",
                    String.valueOf(lists),
                    "-q",
                    "rpush",
                    "thread:__rand_int__",
                    MESSAGE);
            written += WRITES;
            elapsed = (System.nanoTime() - start) / 1e9;
        }
        return written / elapsed;
    }

    private static void runOrFail(String... command) throws IOException, InterruptedException {
        if (run(command) != 0) {
            throw new IllegalStateException(List.of(command) + " failed");
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return command(command).start().waitFor();
    }

    private static ProcessBuilder command(String... command) {
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    }

    @Override
    public void close() {
        server.destroy();
        server.onExit().join();
    }
}
