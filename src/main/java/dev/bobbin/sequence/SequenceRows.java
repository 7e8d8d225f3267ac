package dev.bobbin.sequence;

import dev.bobbin.database.Placeholders;
import dev.bobbin.web.CodePoints;
import dev.bobbin.web.limit.MemoryReservation;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** The statements that read elements of a sequence. They find only elements of owners that the project owns. */
final class SequenceRows<T extends SequenceElement> {

    private final JdbcTemplate jdbc;
    private final SequenceTables tables;
    private final SequenceColumns<T> columns;
    private final String owner;
    private final String ofOwner;
    private final String some;
    private final String one;
    private final String ascending;
    private final String descending;
    private final @Nullable String selected;

    SequenceRows(JdbcTemplate jdbc, Sequence<T> kind) {
        this.jdbc = jdbc;
        this.tables = kind.tables();
        this.columns = kind.columns();
        // The statement finds the owner first. If another project owns it, H2 reads no element of it, so the response
        // time does not reveal that it exists. With "exists" as a condition, H2 would read each row to test it.
        this.owner = tables.ownerOfProject();
        this.ofOwner = " where e." + tables.ownerColumn() + " = " + owner;
        SequenceTables.Selection selection = tables.selection();
        String isSmall = columns.bytes() + " <= " + MemoryReservation.SMALL;
        String ifSmall = columns(
                columns.small(),
                columns.large().stream().map(column -> "case when " + isSmall + " then " + column + " end"));
        this.some = ifSmall + " from " + tables.elements() + " e";
        String rows = some + ofOwner;
        this.one = rows + " and e.id = ?";
        // A range is empty if the project does not have the owner. H2 evaluates this condition for each row again, too,
        // and "exists" is the fastest form. Both columns of the index stand in the order: H2 would sort the whole
        // sequence without the constant one.
        String range = some + " where e." + tables.ownerColumn() + " = ? and e.position > ? and e.position"
                + " < case when exists " + owner + " then cast(? as bigint) else 0 end order by e."
                + tables.ownerColumn();
        this.ascending = range + ", e.position limit ?";
        this.descending = range + " desc, e.position desc limit ?";
        this.selected = selection == null
                ? null
                : ifSmall + " from " + selection.table() + " s join " + tables.elements() + " e on e."
                        + tables.ownerColumn() + " = s." + tables.ownerColumn() + " and e.position = s.position"
                        + ofOwner.replace(" e.", " s.") + " and s." + selection.column()
                        + " = ? and s.position > ? and s.position < ? order by s." + tables.ownerColumn()
                        + "%1$s, s." + selection.column() + "%1$s, s.position%1$s limit ?";
    }

    private String columns(List<String> small, Stream<String> large) {
        return Stream.of(Stream.of("e.id", "e.position", columns.bytes()), small.stream(), large)
                .flatMap(names -> names)
                .collect(Collectors.joining(", ", "select ", ""));
    }

    Optional<SequenceRow<T>> find(String project, String ownerId, String id) {
        if (!CodePoints.isStorable(id)) {
            return Optional.empty();
        }
        return jdbc.query(one, (row, number) -> row(ownerId, row), ownerId, project, id).stream()
                .findFirst();
    }

    /**
     * Finds the elements of a range in its direction, and one more than its size: the extra row shows that more follow.
     */
    List<SequenceRow<T>> find(String project, String ownerId, PositionRange<Long> range) {
        return jdbc.query(
                range.ascending() ? ascending : descending,
                (row, number) -> row(ownerId, row),
                ownerId,
                Objects.requireNonNullElse(range.low(), 0L),
                ownerId,
                project,
                Objects.requireNonNullElse(range.high(), Long.MAX_VALUE),
                range.size() + 1);
    }

    /** Finds elements in the same way, but only those that a parameter selects. */
    List<SequenceRow<T>> findSelected(String project, String ownerId, PositionRange<Long> range, String selection) {
        if (selected == null || !CodePoints.isStorable(selection)) {
            return List.of();
        }
        return jdbc.query(
                selected.formatted(range.ascending() ? "" : " desc"),
                (row, number) -> row(ownerId, row),
                ownerId,
                project,
                selection,
                Objects.requireNonNullElse(range.low(), 0L),
                Objects.requireNonNullElse(range.high(), Long.MAX_VALUE),
                range.size() + 1);
    }

    /** Finds elements by their ids, in no particular order. */
    List<SequenceRow<T>> find(String project, String ownerId, Collection<String> ids) {
        return jdbc.query(
                some + tables.withIds(owner, ids.size()),
                (row, number) -> row(ownerId, row),
                SequenceTables.parameters(List.of(ownerId, project), ids));
    }

    /**
     * Reads elements of any size by their positions. An element that has been deleted meanwhile is absent, even if a
     * new one has its id. With "in" alone, H2 would read the index entries of the whole sequence.
     */
    List<T> findWhole(String project, String ownerId, Collection<Long> positions) {
        String whole = columns(columns.smallOfWhole(), columns.large().stream());
        return jdbc.query(
                whole + " from " + tables.elements() + " e" + ofOwner
                        + " and e.position between ? and ? and e.position in " + Placeholders.of(positions),
                (row, number) -> Objects.requireNonNull(columns.mapper().map(ownerId, row)),
                Stream.concat(
                                Stream.of(ownerId, project, Collections.min(positions), Collections.max(positions)),
                                positions.stream())
                        .toArray());
    }

    boolean hasOwner(String project, String ownerId) {
        return !jdbc.queryForList(
                        "select 1 from " + tables.owners() + " where id = ? and project = ?",
                        Integer.class,
                        ownerId,
                        project)
                .isEmpty();
    }

    private SequenceRow<T> row(String ownerId, ResultSet row) throws SQLException {
        long size = row.getLong(3);
        return new SequenceRow<>(
                row.getString(1),
                row.getLong(2),
                size,
                size <= MemoryReservation.SMALL ? columns.mapper().map(ownerId, row) : null);
    }
}
