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

/** The built jar in a separate process. */
final class JarProcess implements Server, AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private final Process process;
    private final Path output;
    private final int port;

    private JarProcess(Process process, Path output, int port) {
        this.process = process;
        this.output = output;
        this.port = port;
    }

    /**
     * Starts the jar without waiting until it is ready.
     *
     * @param folder the working directory
     * @param settings settings such as {@code server.port=1} and JVM options such as {@code -Xmx1g}
     */
    static JarProcess launch(Path folder, String... settings) throws IOException {
        return launch(List.of(), UnpackedJar.arguments(), folder, settings);
    }

    /** Starts a command of the jar, such as {@code check}, in place of the server. */
    static JarProcess launchCommand(String command, Path folder, String... settings) throws IOException {
        List<String> program = new ArrayList<>(UnpackedJar.arguments());
        program.add(command);
        return launch(List.of(), program, folder, settings);
    }

    /** Starts the packed jar, as a user does, without waiting until it is ready. */
    static JarProcess launchPacked(Path folder, String... settings) throws IOException {
        return launch(List.of(), List.of("-jar", UnpackedJar.PACKED.toString()), folder, settings);
    }

    /** Starts the packed jar, as a user does, and waits until it is ready. */
    static JarProcess startPacked(Path folder, String... settings) throws IOException {
        JarProcess jar = launchPacked(folder, settings);
        jar.awaitReady();
        return jar;
    }

    /** Starts the jar with a file size limit, which simulates a full disk, and waits until it is ready. */
    static JarProcess startWithFileSizeLimit(int kilobytes, Path folder, String... settings) throws IOException {
        List<String> limit = List.of("bash", "-c", "ulimit -f " + kilobytes + " && exec \"$@\"", "bash");
        JarProcess jar = launch(limit, UnpackedJar.arguments(), folder, settings);
        jar.awaitReady();
        return jar;
    }

    /** Runs a garbage collection, and returns the size of all byte arrays that are left. */
    long liveBytesOfStrings() throws IOException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process histogram = new ProcessBuilder(jcmd, String.valueOf(process.pid()), "GC.class_histogram").start();
        return histogram
                .inputReader()
                .lines()
                .map(line -> line.strip().split(" +"))
                .filter(columns -> columns.length > 3 && columns[3].equals("[B"))
                .mapToLong(columns -> Long.parseLong(columns[2]))
                .findFirst()
                .orElseThrow();
    }

    private static JarProcess launch(List<String> launcher, List<String> program, Path folder, String... settings)
            throws IOException {
        int port = freePort();
        List<String> command = new ArrayList<>(launcher);
        command.addAll(List.of(
                UnpackedJar.java(),
                "-XX:TieredStopAtLevel=1", // shortens the start-up
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
        // Otherwise a hanging process would outlive its failed test.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return new JarProcess(process, output, port);
    }

    /** Starts the jar and waits until it reports that it is ready. */
    static JarProcess start(Path folder, String... settings) throws IOException {
        JarProcess jar = launch(folder, settings);
        jar.awaitReady();
        return jar;
    }

    /** Waits until the server reports that it is ready. */
    void awaitReady() {
        await().atMost(TIMEOUT).until(() -> isReady() || !process.isAlive());
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

    /** Sends SIGKILL, so no shutdown hook runs, and waits for the end of the process. */
    void kill() {
        process.destroyForcibly();
        exitCode();
    }

    long pid() {
        return process.pid();
    }

    boolean isRunning() {
        return process.isAlive();
    }

    /** Sends SIGTERM without waiting for the end of the process. */
    void terminate() {
        process.destroy();
    }

    /** Waits for the end of the process and returns its exit code. */
    int exitCode() {
        return process.onExit()
                .orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS)
                .join()
                .exitValue();
    }

    /** Shuts the server down with SIGTERM and waits for the end of the process. */
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
