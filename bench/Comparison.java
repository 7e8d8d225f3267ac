package bench;

import java.util.ArrayList;
import java.util.List;

/** Two sides measured in turn, so that what else happens on the machine happens to both. */
record Comparison(Side first, Side second) {

    /** The cells of both sides and of the first's part of the second, round by round. */
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
