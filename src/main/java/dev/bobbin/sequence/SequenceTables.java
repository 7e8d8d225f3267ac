package dev.bobbin.sequence;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The tables of one kind of sequence.
 *
 * @param ownerName the name of an owner in log messages, such as {@code thread}
 * @param owners has the columns {@code id}, {@code project} and {@code last_position}
 * @param storesLastPosition whether {@code last_position} is the last position that an element has or had. Otherwise,
 *     it is at most this position, and elements or tombstones have the positions above it.
 * @param elements has the columns {@code id}, {@code position} and {@code ownerColumn}
 * @param tombstones has the same three columns
 * @param pendingDeletions has the column {@code id}: the owners that are deleted, but still have elements
 * @param ownerColumn the column with the id of the owner, such as {@code thread_id}
 * @param lastActivity an SQL expression for the last activity of owner {@code t}, in seconds since 1970
 * @param activityExceptions has {@code ownerColumn}: the owners whose last activity can precede their creation. Null if
 *     {@code lastActivity} is a column, which tells the same.
 * @param selection null if no parameter can select elements
 */
public record SequenceTables(
        String ownerName,
        String owners,
        boolean storesLastPosition,
        String elements,
        String tombstones,
        String pendingDeletions,
        String ownerColumn,
        String lastActivity,
        @Nullable String activityExceptions,
        @Nullable Selection selection) {

    /**
     * A table with the positions of those elements that a parameter can select. It has the columns {@code position} and
     * {@code ownerColumn}, and an index on these and its own column.
     *
     * @param column the column with the value of the parameter
     */
    public record Selection(String table, String column) {}

    /**
     * An SQL expression for the last position that an element of owner {@code t} has or had. A statement that waits for
     * a lock must not evaluate it on H2: it would not see what it has waited for.
     */
    public String lastPosition() {
        return storesLastPosition
                ? "t.last_position"
                : "greatest(t.last_position, " + highestPosition(elements) + ", " + highestPosition(tombstones) + ")";
    }

    private String highestPosition(String table) {
        return "coalesce((select p.position from " + table + " p where p." + ownerColumn + " = t.id order by p."
                + ownerColumn + " desc, p.position desc limit 1), 0)";
    }

    /** An SQL expression for the id of an owner, null if the project does not have it. */
    String ownerOfProject() {
        return "(select o.id from " + owners + " o where o.id = ? and o.project = ?)";
    }

    /** The condition for the elements or tombstones of an owner at positions above one and up to another. */
    String between() {
        return " where " + ownerColumn + " = ? and position > ? and position <= ?";
    }

    /**
     * Selects elements by owner and id. With a list of ids alone, H2 would read the index entries of the whole
     * sequence.
     *
     * @param owner an expression for the id of the owner
     * @param count the number of ids
     */
    String withIds(String owner, int count) {
        return " where (e." + ownerColumn + ", e.id) in ("
                + String.join(", ", Collections.nCopies(count, "(" + owner + ", ?)")) + ")";
    }

    /** The parameters of {@link #withIds}: those of the owner and the id, for each id. */
    static Object[] parameters(List<String> owner, Collection<String> ids) {
        return ids.stream()
                .flatMap(id -> Stream.concat(owner.stream(), Stream.of(id)))
                .toArray();
    }
}
