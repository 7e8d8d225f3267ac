package dev.bobbin.transfer;

import org.jspecify.annotations.Nullable;

/** An entry to import, such as a message. Two entries are equal if they have the same values, in any order. */
public interface ImportedEntry {

    String id();

    /** In seconds since 1970; null if entries of this kind have no date. */
    @Nullable
    Long createdAt();

    /** The values of the columns that only this kind of entry has. */
    Object[] values();

    /** The values of a row in a second table; null if the entry has none. */
    default Object @Nullable [] details() {
        return null;
    }
}
