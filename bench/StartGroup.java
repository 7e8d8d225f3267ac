package bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Measures the time from the start of the process to the first response with a conversation. */
final class StartGroup implements Group {

    /** One way to start Bobbin, and its measurements. */
    private record Way(String name, Path jar, List<String> flags, List<Double> seconds, List<Double> cpuSeconds) {

        Way(String name, Path jar, List<String> flags) {
            this(name, jar, flags, new ArrayList<>(), new ArrayList<>());
        }

        static Way with(Archive archive) {
            return new Way("unpacked, with " + archive.name(), JavaProcess.BOBBIN, archive.flags());
        }
    }

    @Override
    public void measure(Settings settings) throws Exception {
        List<Way> ways = new ArrayList<>();
        ways.add(new Way("the jar", Path.of("target", "bobbin.jar").toAbsolutePath(), List.of()));
        ways.add(new Way("unpacked", JavaProcess.BOBBIN, List.of()));
        ways.add(Way.with(Archive.classes()));
        if (Archive.isAotCachePossible()) {
            ways.add(Way.with(Archive.aotCache()));
        }
        Table table = Table.titled("Time to the first response on H2", "how", "seconds", "CPU seconds");
        try (Store store = Store.h2().withConversation("a", 1)) {
            for (int round = 0; round < settings.rounds(); round++) {
                for (Way way : ways) {
                    start(way, store);
                }
            }
        }
        for (Way way : ways) {
            table.row(
                    way.name(),
                    Figures.of(way.seconds()).text(2),
                    Figures.of(way.cpuSeconds()).text(2));
        }
    }

    private static void start(Way way, Store store) throws Exception {
        long begin = System.nanoTime();
        try (WebServer bobbin = WebServer.launchBobbin(way.jar(), store, way.flags())) {
            bobbin.awaitAnswer("/v1/threads/thread_a");
            way.seconds().add((System.nanoTime() - begin) / 1e9);
            way.cpuSeconds()
                    .add(bobbin.process()
                                    .info()
                                    .totalCpuDuration()
                                    .orElseThrow()
                                    .toMillis()
                            / 1e3);
        }
    }
}
