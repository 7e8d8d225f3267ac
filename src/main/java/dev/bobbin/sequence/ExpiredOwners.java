package dev.bobbin.sequence;

import dev.bobbin.database.Placeholders;
import dev.bobbin.sequence.SequenceDeletion.Batch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Finds and deletes the owners whose last activity is before a time. No index contains the last activity, so the search
 * reads that of each owner that was created before this time, and of each conversation, since an import can set any
 * date.
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
        return forEachPage(before, action, last -> list.findCreatedBefore(project, before, last, PAGE_SIZE))
                && forEachPage(before, action, last -> nextExceptions(project, before, last));
    }

    private boolean forEachPage(long before, Predicate<List<String>> action, PagesById pages) {
        List<String> page = pages.after("");
        while (!page.isEmpty()) {
            List<String> expired = List.copyOf(findExpired(page, before).keySet());
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
            return jdbc.queryForList(
                    "select t.id from " + tables.owners() + " t where t.id > ? and t.project = ? and t.created_at >= ?"
                            + " and " + tables.lastActivity() + " < ? order by t.id limit " + PAGE_SIZE,
                    String.class,
                    last,
                    project,
                    before,
                    before);
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
        List<String> locked = lock(project, ids);
        List<String> deleted = new ArrayList<>();
        long positions = 0;
        long bytes = 0;
        // A statement after the lock sees the activity and the elements of all earlier writers.
        for (Map.Entry<String, Long> expired : findExpired(locked, before).entrySet()) {
            Batch batch = deletion.deleteLocked(expired.getKey(), expired.getValue());
            deleted.add(expired.getKey());
            positions += expired.getValue();
            bytes += batch.bytes();
            if (positions >= SequenceDeletion.BATCH_SIZE || bytes >= SequenceDeletion.BATCH_BYTES) {
                break;
            }
        }
        return deleted;
    }

    /** Locks those of the owners that the project still has, and returns their ids. */
    private List<String> lock(String project, List<String> ids) {
        String sql = "select t.id, t.project from " + withId(ids) + " for update skip locked";
        List<String> locked = new ArrayList<>();
        jdbc.query(
                sql,
                row -> {
                    if (row.getString(2).equals(project)) {
                        locked.add(row.getString(1));
                    }
                },
                ids.toArray());
        return locked;
    }

    /** The ids of those of the owners that are expired, with their last positions. */
    private Map<String, Long> findExpired(Collection<String> ids, long before) {
        Map<String, Long> lastPositions = new LinkedHashMap<>();
        if (!ids.isEmpty()) {
            jdbc.query(
                    "select t.id, " + tables.lastPosition() + " from " + withId(ids) + " and " + tables.lastActivity()
                            + " < ?",
                    row -> {
                        lastPositions.put(row.getString(1), row.getLong(2));
                    },
                    Stream.concat(ids.stream(), Stream.of(before)).toArray());
        }
        return lastPositions;
    }

    /** The project is no condition: with it, H2 may read all owners of the project by its index. */
    private String withId(Collection<String> ids) {
        return tables.owners() + " t where t.id in " + Placeholders.of(ids);
    }
}
