package bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Runs the bare JDBC loop in its own process, so that its JVM warms up under the same conditions as the server's. */
final class StorageFloorProcess implements AutoCloseable {

    private final Process process;
    private final PrintStream input;
    private final BufferedReader output;

    private StorageFloorProcess(Process process) {
        this.process = process;
        this.input = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        this.output = process.inputReader(StandardCharsets.UTF_8);
    }

    static StorageFloorProcess on(Store store, StorageFloor.Way way) throws IOException {
        return new StorageFloorProcess(
                JavaProcess.start(JavaProcess.ofClass(StorageFloor.class, store.urlOfFloor(), way.name())
                        .redirectErrorStream(false)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)));
    }

    /** Creates messages over the given number of parallel connections. */
    Side over(int connections) {
        return seconds -> perSecond(connections, seconds);
    }

    private double perSecond(int connections, int seconds) throws IOException {
        input.println(connections + " " + seconds);
        String written = output.readLine();
        if (written == null) {
            throw new IllegalStateException("The bare JDBC loop ended");
        }
        return Double.parseDouble(written) / seconds;
    }

    @Override
    public void close() {
        input.close();
        process.onExit().join();
    }
}
