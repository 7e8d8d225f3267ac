package dev.bobbin.sequence;

/**
 * The tables of one kind of sequence.
 *
 * @param ownerName the name of an owner in log messages, such as {@code thread}
 * @param owners has the columns {@code id}, {@code project} and {@code last_position}
 * @param elements has the columns {@code id}, {@code position} and {@code ownerColumn}
 * @param tombstones has the same three columns
 * @param pendingDeletions has the column {@code id}: the owners that are deleted, but still have elements
 * @param ownerColumn the column with the id of the owner, such as {@code thread_id}
 */
public record SequenceTables(
        String ownerName,
        String owners,
        String elements,
        String tombstones,
        String pendingDeletions,
        String ownerColumn) {

    /** The condition for the elements or tombstones of an owner at positions above one and up to another. */
    String between() {
        return " where " + ownerColumn + " = ? and position > ? and position <= ?";
    }
}
