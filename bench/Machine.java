package bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Prints the hardware, the software and the settings of a run. */
final class Machine {

    private Machine() {}

    static void describe(Settings settings) throws IOException, SQLException {
        System.out.println("# Measured on " + LocalDate.now(ZoneOffset.UTC) + "\n");
        line("Bobbin", firstLine("git", "describe", "--always", "--dirty"));
        line("Processor", valueIn("/proc/cpuinfo", "model name"));
        line("Cores", String.valueOf(Runtime.getRuntime().availableProcessors()));
        line("Memory", Long.parseLong(valueIn("/proc/meminfo", "MemTotal").replaceAll("\\D", "")) / 1024 + " MB");
        line("System", valueIn("/etc/os-release", "PRETTY_NAME") + ", Linux " + System.getProperty("os.version"));
        line("JDK", System.getProperty("java.vm.version") + ", " + System.getProperty("java.vm.name"));
        line("H2", org.h2.engine.Constants.FULL_VERSION);
        if (System.getenv("BENCH_POSTGRES_URL") != null) {
            line("PostgreSQL", postgres(System.getenv("BENCH_POSTGRES_URL")));
        }
        line("Load generator", firstLine("wrk", "-v").replaceAll(" Copyright.*", ""));
        line(
                "Each value",
                "median (lowest–highest) of " + settings.rounds() + " measurements of " + settings.seconds()
                        + " s, after a warm-up of " + settings.warmup()
                        + " s; the two sides alternate, and each round has its own ratio");
    }

    private static void line(String name, String value) {
        System.out.println("* " + name + ": " + value);
    }

    /** Returns the value in the first line like {@code name: value} or {@code NAME="value"}. */
    private static String valueIn(String file, String name) throws IOException {
        return Files.readAllLines(Path.of(file)).stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.split("[:=]", 2)[1].replace("\"", "").strip())
                .findFirst()
                .orElse("unknown");
    }

    private static String firstLine(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes())
                .lines()
                .findFirst()
                .orElse("unknown");
    }

    private static String postgres(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url)) {
            return connection.getMetaData().getDatabaseProductVersion();
        }
    }
}
