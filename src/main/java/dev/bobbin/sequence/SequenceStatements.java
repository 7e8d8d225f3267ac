package dev.bobbin.sequence;

import dev.bobbin.database.Placeholders;
import dev.bobbin.web.CodePoints;
import dev.bobbin.web.limit.MemoryReservation;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The statements that read the elements of a sequence, take positions in it, and delete single elements. The statements
 * that read find only elements of owners that the project owns. The others rely on the lock on the owner's row.
 */
public final class SequenceStatements<T extends SequenceElement> {

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
    private final String lock;
    private final String lastPosition;
    private final String lockLastPosition;

    public SequenceStatements(JdbcTemplate jdbc, Sequence<T> kind) {
        this.jdbc = jdbc;
        this.tables = kind.tables();
        this.columns = kind.columns();
        // The statement finds the owner first. If another project owns it, H2 reads no element of it, so the response
        // time does not reveal that it exists. With "exists" as a condition, H2 would read each row to test it.
        String ownersOfProject = " from " + tables.owners() + " o where o.id = ? and o.project = ?)";
        this.owner = "(select o.id" + ownersOfProject;
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
                + " < case when exists (select 1" + ownersOfProject + " then cast(? as bigint) else 0 end order by e."
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
        String ofProject = " from " + tables.owners() + " t where t.id = ? and t.project = ?";
        // H2 caches no plan of a query with "for update", but that of a query around it.
        this.lock = "select (select 1" + ofProject + " for update)";
        this.lockLastPosition = "select t.last_position" + ofProject + " for update";
        this.lastPosition = "select " + tables.lastPosition() + ofProject;
    }

    public SequenceTables tables() {
        return tables;
    }

    private String columns(List<String> small, Stream<String> large) {
        return Stream.of(Stream.of("e.id", "e.position", columns.bytes()), small.stream(), large)
                .flatMap(names -> names)
                .collect(Collectors.joining(", ", "select ", ""));
    }

    /**
     * Locks the owner's row until the transaction ends, so that writers to one sequence take turns.
     *
     * @return whether the project has this owner
     */
    public boolean lock(String project, String ownerId) {
        return jdbc.queryForObject(lock, Integer.class, ownerId, project) != null;
    }

    /** Locks the owner's row, and finds the last position; empty if the project does not have this owner. */
    public OptionalLong lockLastPosition(String project, String ownerId) {
        if (tables.storesLastPosition()) {
            return jdbc.queryForList(lockLastPosition, Long.class, ownerId, project).stream()
                    .mapToLong(Long::longValue)
                    .findFirst();
        }
        return lock(project, ownerId) ? OptionalLong.of(lastPosition(project, ownerId)) : OptionalLong.empty();
    }

    /**
     * Locks the owner's row, and takes the next positions for new elements. New items and messages take theirs with
     * statements that do more.
     *
     * @return the position before the new elements; empty if the project does not have this owner
     */
    public OptionalLong takePositions(String project, String ownerId, int count) {
        OptionalLong last = lockLastPosition(project, ownerId);
        last.ifPresent(position -> jdbc.update(
                "update " + tables.owners() + " set last_position = ? where id = ?", position + count, ownerId));
        return last;
    }

    /** The position of an element; empty if it does not exist. */
    public OptionalLong findPosition(String ownerId, String id) {
        if (!CodePoints.isStorable(id)) {
            return OptionalLong.empty();
        }
        return jdbc
                .queryForList("select position from " + tables.elements() + ofElement(), Long.class, ownerId, id)
                .stream()
                .mapToLong(Long::longValue)
                .findFirst();
    }

    /** Deletes an element, and inserts a tombstone. */
    public void delete(String ownerId, String id, long position) {
        jdbc.update(
                "insert into " + tables.tombstones() + " (" + tables.ownerColumn() + ", id, position) values (?, ?, ?)",
                ownerId,
                id,
                position);
        jdbc.update("delete from " + tables.elements() + ofElement(), ownerId, id);
    }

    private String ofElement() {
        return " where " + tables.ownerColumn() + " = ? and id = ?";
    }

    /** Returns those of the given ids that the sequence contains. */
    public Set<String> findExisting(String ownerId, Collection<String> ids) {
        return ids.isEmpty()
                ? Set.of()
                : Set.copyOf(jdbc.queryForList(
                        "select e.id from " + tables.elements() + " e" + withIds("?", ids.size()),
                        String.class,
                        parameters(List.of(ownerId), ids)));
    }

    /**
     * Deletes the tombstones of the given ids, so that new elements can have these ids. A tombstone can keep its
     * position from being used again. So the caller has taken higher positions before, or uses this one.
     */
    public void deleteTombstones(String ownerId, Collection<String> ids) {
        if (!ids.isEmpty()) {
            jdbc.update(
                    "delete from " + tables.tombstones() + " e" + withIds("?", ids.size()),
                    parameters(List.of(ownerId), ids));
        }
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
                some + withIds(owner, ids.size()),
                (row, number) -> row(ownerId, row),
                parameters(List.of(ownerId, project), ids));
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

    /** The positions of the given elements, deleted ones included. */
    public List<Cursor> findCursors(String project, String ownerId, Collection<String> sent) {
        // PostgreSQL rejects a statement with U+0000 in a parameter. No element has such an id.
        List<String> ids =
                sent.stream().filter(CodePoints::isStorable).distinct().toList();
        if (ids.isEmpty()) {
            return List.of();
        }
        String where = withIds(owner, ids.size());
        String inElements = positions(tables.elements(), where);
        Object[] parameters = parameters(List.of(ownerId, project), ids);
        List<Cursor> existing = cursors(inElements, parameters);
        if (existing.size() == ids.size()) {
            return existing;
        }
        // One statement looks in both tables. Between two statements, an element could be deleted, or its id be used
        // again. H2 compiles a union each time, so it is not the first attempt.
        return cursors(
                inElements + " union all " + positions(tables.tombstones(), where),
                Stream.of(parameters, parameters).flatMap(Arrays::stream).toArray());
    }

    private static String positions(String table, String where) {
        return "select e.id, e.position from " + table + " e" + where;
    }

    private List<Cursor> cursors(String sql, Object... parameters) {
        return jdbc.query(sql, (row, number) -> new Cursor(row.getString(1), row.getLong(2)), parameters);
    }

    boolean hasOwner(String project, String ownerId) {
        return !jdbc.queryForList(
                        "select 1 from " + tables.owners() + " where id = ? and project = ?",
                        Integer.class,
                        ownerId,
                        project)
                .isEmpty();
    }

    /** The last position that an element has or had; 0 if the project has no such owner. */
    public long lastPosition(String project, String ownerId) {
        return jdbc.queryForList(lastPosition, Long.class, ownerId, project).stream()
                .findFirst()
                .orElse(0L);
    }

    /**
     * Selects elements by owner and id. With a list of ids alone, H2 would read the index entries of the whole
     * sequence.
     *
     * @param owner an expression for the id of the owner
     * @param count the number of ids
     */
    private String withIds(String owner, int count) {
        return " where (e." + tables.ownerColumn() + ", e.id) in ("
                + String.join(", ", Collections.nCopies(count, "(" + owner + ", ?)")) + ")";
    }

    /** The parameters of {@link #withIds}: those of the owner and the id, for each id. */
    private static Object[] parameters(List<String> owner, Collection<String> ids) {
        return ids.stream()
                .flatMap(id -> Stream.concat(owner.stream(), Stream.of(id)))
                .toArray();
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
