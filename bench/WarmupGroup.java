package bench;

import java.util.ArrayList;
import java.util.List;

/** Measures how fast a new server process reaches its full throughput. */
final class WarmupGroup implements Group {

    private static final int SLICE_SECONDS = 5;
    private static final int SLICES = 18;
    private static final int SETTLED_SLICES = 6;

    @Override
    public void measure(Settings settings) throws Exception {
        Archive archive = Archive.train();
        Table table = Table.titled(
                "Warm-up from the first request, reading and creating on H2, with " + archive.name(),
                "seconds",
                "requests per second",
                "ratio to the median of the last " + SETTLED_SLICES * SLICE_SECONDS + " s");
        List<Double> rates = new ArrayList<>();
        try (Store store = Store.h2()) {
            MixedLoad load = MixedLoad.on(store);
            try (WebServer bobbin = WebServer.bobbin(store, archive.flags().toArray(String[]::new))) {
                Wrk wrk = load.at(bobbin);
                for (int slice = 0; slice < SLICES; slice++) {
                    rates.add(wrk.perSecond(SLICE_SECONDS));
                }
            }
        }
        double settled =
                Figures.of(rates.subList(SLICES - SETTLED_SLICES, SLICES)).median();
        for (int slice = 0; slice < SLICES; slice++) {
            table.row(
                    slice * SLICE_SECONDS + "–" + (slice + 1) * SLICE_SECONDS,
                    String.format("%,.0f", rates.get(slice)),
                    String.format("%.2f", rates.get(slice) / settled));
        }
    }
}
