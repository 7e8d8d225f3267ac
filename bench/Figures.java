package bench;

import java.util.Arrays;
import java.util.List;

/** The results of repeated measurements of the same value. */
record Figures(double... values) {

    static Figures of(List<Double> values) {
        return new Figures(values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    double median() {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** Returns the median, the lowest and the highest value, such as {@code 812 (790–840)}. */
    String text(int decimals) {
        String format = "%,." + decimals + "f";
        return String.format(
                format + " (" + format + "–" + format + ")",
                median(),
                Arrays.stream(values).min().orElseThrow(),
                Arrays.stream(values).max().orElseThrow());
    }
}
