package dev.bobbin.startup;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Finds the setting or the command that the operator probably meant. Only letters and digits of a setting count, so
 * {@code BOBBIN_API_KEYS} is equal to {@code bobbin.api-keys}.
 */
final class Spelling {

    private static final int MAX_EDITS = 2;

    private final List<Setting> settings;
    private final Function<Setting, String> notation;
    private final char separator;

    private Spelling(List<Setting> settings, Function<Setting, String> notation, char separator) {
        this.settings = settings;
        this.notation = notation;
        this.separator = separator;
    }

    static Spelling ofProperties(List<Setting> settings) {
        return new Spelling(settings, Setting::name, '.');
    }

    static Spelling ofVariables(List<Setting> settings) {
        return new Spelling(settings, Setting::variable, '_');
    }

    /** Returns the most similar name, if it differs in two letters at most. */
    Optional<String> nearest(String name) {
        return settings.stream()
                .flatMap(setting -> candidates(name, setting))
                .filter(candidate -> candidate.getValue() <= MAX_EDITS)
                .min(Map.Entry.comparingByValue(Comparator.naturalOrder()))
                .map(Map.Entry::getKey);
    }

    /** Returns names with their edit distances. The name of a map ends before one of the separators, or at the end. */
    private Stream<Map.Entry<String, Integer>> candidates(String name, Setting setting) {
        String expected = notation.apply(setting);
        if (!setting.isMap()) {
            return Stream.of(Map.entry(expected, edits(letters(name), letters(expected))));
        }
        return IntStream.rangeClosed(1, name.length())
                .filter(i -> i == name.length() || name.charAt(i) == separator)
                .mapToObj(i -> Map.entry(
                        expected + name.substring(i), edits(letters(name.substring(0, i)), letters(expected))));
    }

    /** Returns the most similar word, if it differs in two letters at most. */
    static Optional<String> nearest(String word, Set<String> words) {
        return words.stream()
                .filter(candidate -> edits(word, candidate) <= MAX_EDITS)
                .min(Comparator.comparingInt(candidate -> edits(word, candidate)));
    }

    private static String letters(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    /** Returns the number of characters to insert, delete or replace (the Levenshtein distance). */
    private static int edits(String from, String to) {
        int[] previous = IntStream.rangeClosed(0, to.length()).toArray();
        for (int i = 1; i <= from.length(); i++) {
            int[] current = new int[to.length() + 1];
            current[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replace = previous[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replace, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[to.length()];
    }
}
