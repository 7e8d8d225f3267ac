package dev.bobbin.database;

import java.util.Collection;
import java.util.Collections;

/** Placeholders for the parameters of a statement. */
public final class Placeholders {

    private Placeholders() {}

    /** A placeholder for each value, such as {@code (?, ?)}, to stand after {@code in} or {@code values}. */
    public static String of(Collection<?> values) {
        return "(" + String.join(", ", Collections.nCopies(values.size(), "?")) + ")";
    }
}
