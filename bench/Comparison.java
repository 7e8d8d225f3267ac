package bench;

import java.util.ArrayList;
import java.util.List;

/** Measures two sides alternately, so that other load on the machine affects both of them equally. */
record Comparison(Side first, Side second) {

    /** Returns three table cells: the first side, the second side, and the ratio of first to second in each round. */
    List<String> measure(Settings settings) throws Exception {
        first.perSecond(settings.warmup());
        second.perSecond(settings.warmup());
        List<Double> firsts = new ArrayList<>();
        List<Double> seconds = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < settings.rounds(); round++) {
            double one = first.perSecond(settings.seconds());
            double other = second.perSecond(settings.seconds());
            firsts.add(one);
            seconds.add(other);
            ratios.add(one / other);
        }
        return List.of(
                Figures.of(firsts).text(0),
                Figures.of(seconds).text(0),
                Figures.of(ratios).text(2));
    }
}
