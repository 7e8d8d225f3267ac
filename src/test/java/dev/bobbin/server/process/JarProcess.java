package dev.bobbin.server.process;

import static org.awaitility.Awaitility.await;

import dev.bobbin.server.support.Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The built jar in a process of its own. */
final class JarProcess implements Server, AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Process process;
    private final Path output;
    private final int port;

    private JarProcess(Process process, Path output, int port) {
        this.process = process;
        this.output = output;
        this.port = port;
    }

    /** Starts the jar in a folder, with settings like {@code server.port=1} and flags of the JVM like {@code -Xmx1g}. */
    static JarProcess launch(Path folder, String... settings) throws IOException {
        return launch(List.of(), UnpackedJar.arguments(), folder, settings);
    }

    /** Starts the jar as it is, like users do; see {@link #start}. */
    static JarProcess startPacked(Path folder, String... settings) throws IOException {
        JarProcess jar = launch(List.of(), List.of("-jar", UnpackedJar.PACKED.toString()), folder, settings);
        jar.awaitReady();
        return jar;
    }

    /** Starts the jar on a disk that, as it seems, has no room for files of more than so many KB; see {@link #start}. */
    static JarProcess startWithRoomFor(int kilobytes, Path folder, String... settings) throws IOException {
        List<String> limit = List.of("bash", "-c", "ulimit -f " + kilobytes + " && exec \"$@\"", "bash");
        JarProcess jar = launch(limit, UnpackedJar.arguments(), folder, settings);
        jar.awaitReady();
        return jar;
    }

    private static JarProcess launch(List<String> launcher, List<String> program, Path folder, String... settings)
            throws IOException {
        int port = freePort();
        List<String> command = new ArrayList<>(launcher);
        command.addAll(List.of(
                UnpackedJar.java(),
                "-XX:TieredStopAtLevel=1", // a process that lives for seconds starts faster so
                "-Dserver.port=" + port));
        Arrays.stream(settings).filter(setting -> setting.startsWith("-")).forEach(command::add);
        command.addAll(program);
        Arrays.stream(settings)
                .filter(setting -> !setting.startsWith("-"))
                .forEach(setting -> command.add("--" + setting));
        Path output = Files.createTempFile(folder, "output", ".log");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        // One that hangs would outlive the test that failed for it.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return new JarProcess(process, output, port);
    }

    /** Starts the jar and waits until it says that it is ready. */
    static JarProcess start(Path folder, String... settings) throws IOException {
        JarProcess jar = launch(folder, settings);
        jar.awaitReady();
        return jar;
    }

    /** Waits until it says that it is ready. */
    void awaitReady() {
        await().atMost(PATIENCE).until(() -> isReady() || !process.isAlive());
        if (!isReady()) {
            throw new IllegalStateException("The jar did not start: " + output());
        }
    }

    private boolean isReady() {
        return output().contains("Bobbin is ready.");
    }

    @Override
    public int port() {
        return port;
    }

    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGKILL: no shutdown hook runs. */
    void kill() {
        process.destroyForcibly();
        exitCode();
    }

    boolean isRunning() {
        return process.isAlive();
    }

    /** SIGTERM, without waiting for what it does. */
    void terminate() {
        process.destroy();
    }

    /** Waits until the process has ended, and gives its exit code. */
    int exitCode() {
        return process.onExit()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join()
                .exitValue();
    }

    @Override
    public void close() {
        terminate();
        exitCode();
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
