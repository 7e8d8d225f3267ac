package bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Measures the resident memory of the process with a small heap. */
final class MemoryGroup implements Group {

    private static final String HEAP = "-Xmx128m";

    @Override
    public void measure(Settings settings) throws Exception {
        int half = settings.memorySeconds() / 2;
        Table table = Table.titled(
                "Memory with " + HEAP + " on H2, reading and creating at full speed", "when", "resident MB");
        try (Store store = Store.h2()) {
            MixedLoad load = MixedLoad.on(store);
            try (WebServer bobbin = WebServer.bobbin(store, HEAP)) {
                Wrk wrk = load.at(bobbin);
                table.row("ready", megabytes("VmRSS", bobbin));
                wrk.run(half);
                table.row("after " + half + " s", megabytes("VmRSS", bobbin));
                wrk.run(half);
                table.row("after " + 2 * half + " s", megabytes("VmRSS", bobbin));
                table.row("peak", megabytes("VmHWM", bobbin));
            }
        }
    }

    /** Returns a size in MB from the process status of Linux, in lines like {@code VmRSS:   204800 kB}. */
    private static String megabytes(String name, WebServer server) throws IOException {
        return Files.readAllLines(
                        Path.of("/proc", String.valueOf(server.process().pid()), "status"))
                .stream()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.replaceAll("\\D", ""))
                .map(kilobytes -> String.valueOf(Long.parseLong(kilobytes) / 1024))
                .findFirst()
                .orElseThrow();
    }
}
