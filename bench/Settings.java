package bench;

import java.nio.file.Path;

/**
 * What the environment sets. Less of anything is for trying, and then the figures mean nothing.
 *
 * @param warmup seconds of load before each figure
 * @param seconds of load that make one figure
 * @param rounds figures of each side
 * @param memorySeconds of load on the small heap
 * @param messages of a large conversation
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
