package dev.bobbin.sequence;

import static java.util.stream.Collectors.toMap;

import dev.bobbin.sequence.SequenceDeletion.Batch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Finds and deletes the owners whose last activity is before a time. No index contains the last activity, so the search
 * reads that of each owner that was created before this time.
 */
public final class ExpiredOwners {

    private static final int PAGE_SIZE = 100;

    private final JdbcTemplate jdbc;
    private final SequenceTables tables;
    private final OwnerList<?> list;
    private final SequenceDeletion deletion;

    public ExpiredOwners(JdbcTemplate jdbc, SequenceTables tables, OwnerList<?> list, SequenceDeletion deletion) {
        this.jdbc = jdbc;
        this.tables = tables;
        this.list = list;
        this.deletion = deletion;
    }

    /** What an owner is called in log messages, such as {@code thread}. */
    public String ownerName() {
        return tables.ownerName();
    }

    /**
     * Passes the ids of the expired owners to an action, in pages. The action may delete them.
     *
     * @param before a time in seconds since 1970
     * @param action returns whether the search continues
     * @return whether the search has reached its end
     */
    public boolean forEachPage(String project, long before, Predicate<List<String>> action) {
        return forEachPage(project, before, action, last -> list.findCreatedBefore(project, before, last, PAGE_SIZE))
                && forEachPage(project, before, action, last -> nextExceptions(project, before, last));
    }

    private boolean forEachPage(String project, long before, Predicate<List<String>> action, PagesById pages) {
        List<String> page = pages.after("");
        while (!page.isEmpty()) {
            List<String> expired = findExpired(project, page, before);
            if (!expired.isEmpty() && !action.test(expired)) {
                return false;
            }
            page = pages.after(page.get(page.size() - 1));
        }
        return true;
    }

    private interface PagesById {

        /** @param last the last id of the page before; empty for the first page */
        List<String> after(String last);
    }

    /** The next of the owners that were created after the time, but can be expired: an import can set any date. */
    private List<String> nextExceptions(String project, long before, String last) {
        if (tables.activityExceptions() == null) {
            return List.of();
        }
        String id = "a." + tables.ownerColumn();
        return jdbc.queryForList(
                "select " + id + " from " + tables.activityExceptions() + " a where " + id + " > ? and exists"
                        + " (select 1 from " + tables.owners() + " t where t.id = " + id
                        + " and t.project = ? and t.created_at >= ?) order by " + id + " limit " + PAGE_SIZE,
                String.class,
                last,
                project,
                before);
    }

    /**
     * Deletes those of the owners that are still expired, as many as fit into one transaction. The caller has begun the
     * transaction. An owner that another transaction has locked is skipped.
     *
     * @return the ids of the deleted owners
     */
    public List<String> delete(String project, List<String> ids, long before) {
        Map<String, Long> lastPositions = lock(project, ids);
        List<String> deleted = new ArrayList<>();
        long positions = 0;
        long bytes = 0;
        // A statement after the lock sees the activity of all earlier writers.
        for (String id : findExpired(project, lastPositions.keySet(), before)) {
            long lastPosition = Objects.requireNonNull(lastPositions.get(id));
            Batch batch = deletion.deleteLocked(id, lastPosition);
            deleted.add(id);
            positions += lastPosition;
            bytes += batch.bytes();
            if (positions >= SequenceDeletion.BATCH_SIZE || bytes >= SequenceDeletion.BATCH_BYTES) {
                break;
            }
        }
        return deleted;
    }

    /** Locks the owners. Returns their last positions. */
    private Map<String, Long> lock(String project, List<String> ids) {
        return jdbc
                .query(
                        "select t.id, t.last_position from " + ofProject(ids) + " for update skip locked",
                        (row, number) -> Map.entry(row.getString(1), row.getLong(2)),
                        parameters(project, ids))
                .stream()
                .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private List<String> findExpired(String project, Collection<String> ids, long before) {
        if (ids.isEmpty()) {
            return List.of();
        }
        String sql = "select t.id from " + ofProject(ids) + " and " + tables.lastActivity() + " < ?";
        return jdbc.queryForList(sql, String.class, parameters(project, ids, before));
    }

    private String ofProject(Collection<String> ids) {
        String places = String.join(", ", Collections.nCopies(ids.size(), "?"));
        return tables.owners() + " t where t.project = ? and t.id in (" + places + ")";
    }

    private static Object[] parameters(String project, Collection<String> ids, Object... more) {
        return Stream.of(Stream.of(project), ids.stream(), Stream.of(more))
                .flatMap(values -> values)
                .toArray();
    }
}
