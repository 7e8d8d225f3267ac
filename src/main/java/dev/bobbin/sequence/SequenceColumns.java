package dev.bobbin.sequence;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The columns of an element that a page reads.
 *
 * @param small columns that every row contains
 * @param large columns that a row contains only if the element is small
 * @param bytes the SQL expression for the size of an element in bytes
 * @param smallOfWhole the columns {@code small} for an element that is read as a whole. They can be expressions that
 *     would be too slow for every row.
 */
public record SequenceColumns<T>(
        List<String> small, List<String> large, String bytes, Mapper<T> mapper, List<String> smallOfWhole) {

    public SequenceColumns(List<String> small, List<String> large, String bytes, Mapper<T> mapper) {
        this(small, large, bytes, mapper, small);
    }

    /** The position of the element. Its id is column 1. */
    public static final int POSITION = 2;

    /** The first of the columns that the kind of sequence names. */
    public static final int FIRST = 4;

    /** Creates an element from its row: the columns {@code small}, then the columns {@code large}. */
    public interface Mapper<T> {

        /** Returns null if the element must be read as a whole. */
        @Nullable
        T map(String ownerId, ResultSet row) throws SQLException;
    }
}
