package bench;

import java.nio.file.Path;

/**
 * The settings from the environment variables. Values below the defaults suit a trial run only: its results are not
 * meaningful.
 *
 * @param warmup seconds of load on each side before a comparison
 * @param seconds seconds of load in each measurement
 * @param rounds number of measurements on each side
 * @param memorySeconds seconds of load in the memory group
 * @param messages number of messages in a large conversation
 */
record Settings(int warmup, int seconds, int rounds, int memorySeconds, int messages) {

    static final Path FOLDER = Path.of("target", "bench").toAbsolutePath();

    static Settings fromEnvironment() {
        return new Settings(
                number("BENCH_WARMUP", 60),
                number("BENCH_SECONDS", 10),
                number("BENCH_ROUNDS", 5),
                number("BENCH_MEMORY_SECONDS", 600),
                number("BENCH_MESSAGES", 1_000_000));
    }

    private static int number(String variable, int otherwise) {
        String value = System.getenv(variable);
        return value == null ? otherwise : Integer.parseInt(value);
    }
}
