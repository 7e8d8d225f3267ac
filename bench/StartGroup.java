package bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** From the start of the process to its first answer of a conversation. */
final class StartGroup implements Group {

    /** A way to start, and what was measured of it. */
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
        Table table = Table.titled("The first answer after a start on H2", "how", "s", "s of processor time");
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
