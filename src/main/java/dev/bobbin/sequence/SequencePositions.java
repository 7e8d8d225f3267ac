package dev.bobbin.sequence;

import dev.bobbin.web.CodePoints;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The statements that take, find and free positions in a sequence. All of them except {@link #findCursors} and
 * {@link #lastPosition} rely on the lock on the owner's row, which the caller has taken in its transaction.
 *
 * @param <T> the elements, which tell the beans of this class apart
 */
public final class SequencePositions<T extends SequenceElement> {

    private final JdbcTemplate jdbc;
    private final SequenceTables tables;
    private final String lock;
    private final String lastPosition;
    private final String lockLastPosition;

    public SequencePositions(JdbcTemplate jdbc, Sequence<T> kind) {
        this.jdbc = jdbc;
        this.tables = kind.tables();
        String ofProject = " from " + tables.owners() + " t where t.id = ? and t.project = ?";
        // H2 caches no plan of a query with "for update", but that of a query around it.
        this.lock = "select (select 1" + ofProject + " for update)";
        this.lockLastPosition = "select t.last_position" + ofProject + " for update";
        this.lastPosition = "select " + tables.lastPosition() + ofProject;
    }

    public SequenceTables tables() {
        return tables;
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
                        "select e.id from " + tables.elements() + " e" + tables.withIds("?", ids.size()),
                        String.class,
                        SequenceTables.parameters(List.of(ownerId), ids)));
    }

    /**
     * Deletes the tombstones of the given ids, so that new elements can have these ids. A tombstone can keep its
     * position from being used again. So the caller has taken higher positions before, or uses this one.
     */
    public void deleteTombstones(String ownerId, Collection<String> ids) {
        if (!ids.isEmpty()) {
            jdbc.update(
                    "delete from " + tables.tombstones() + " e" + tables.withIds("?", ids.size()),
                    SequenceTables.parameters(List.of(ownerId), ids));
        }
    }

    /** The last position that an element has or had; 0 if the project has no such owner. */
    public long lastPosition(String project, String ownerId) {
        return jdbc.queryForList(lastPosition, Long.class, ownerId, project).stream()
                .findFirst()
                .orElse(0L);
    }

    /** The positions of the given elements, deleted ones included. */
    public List<Cursor> findCursors(String project, String ownerId, Collection<String> sent) {
        // PostgreSQL rejects a statement with U+0000 in a parameter. No element has such an id.
        List<String> ids =
                sent.stream().filter(CodePoints::isStorable).distinct().toList();
        if (ids.isEmpty()) {
            return List.of();
        }
        String where = tables.withIds(tables.ownerOfProject(), ids.size());
        String inElements = positions(tables.elements(), where);
        Object[] parameters = SequenceTables.parameters(List.of(ownerId, project), ids);
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
}
