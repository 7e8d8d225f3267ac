package bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts child processes on the JDK that runs the benchmark. The child processes end with the benchmark. */
final class JavaProcess {

    static final Path BOBBIN = Settings.FOLDER.resolve("app").resolve("bobbin.jar");

    private JavaProcess() {}

    static ProcessBuilder of(List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(arguments);
        return new ProcessBuilder(command).directory(Settings.FOLDER.toFile()).redirectErrorStream(true);
    }

    /** Prepares to run a class of the benchmark, with Bobbin's jar and libraries on the class path. */
    static ProcessBuilder ofClass(Class<?> main, String... arguments) {
        List<String> all =
                new ArrayList<>(List.of("-cp", Settings.FOLDER.resolve("classes") + ":" + BOBBIN, main.getName()));
        all.addAll(List.of(arguments));
        return of(all);
    }

    static Process start(ProcessBuilder builder) throws IOException {
        Process process = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return process;
    }

    /** Waits until the process exits. Throws an exception if its exit status is not 0. */
    static void run(ProcessBuilder builder) throws IOException, InterruptedException {
        Process process = start(builder);
        String output = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IllegalStateException(builder.command() + " failed:\n" + output);
        }
    }
}
