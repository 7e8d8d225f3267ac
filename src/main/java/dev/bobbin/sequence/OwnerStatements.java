package dev.bobbin.sequence;

import dev.bobbin.web.page.MetadataFilter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;

/** The statements that find the ids of a page of owners, and the places of deleted ones. */
final class OwnerStatements {

    /** The number of rows after which a pair of metadata counts as frequent. */
    private static final int FREQUENT = 1000;

    private final JdbcTemplate jdbc;
    private final OwnerTables<?> tables;
    private final String byByte;

    /** @param byByte the suffix of a column that is compared byte by byte */
    OwnerStatements(JdbcTemplate jdbc, OwnerTables<?> tables, String byByte) {
        this.jdbc = jdbc;
        this.tables = tables;
        this.byByte = byByte;
    }

    /** The place of an owner, or of one that has been deleted after {@code deletedAfter}, in seconds since 1970. */
    Optional<OwnerPlace> findPlace(String project, String id, long deletedAfter) {
        String where = " where id = ? and project = ?";
        String ofOwner = "select created_at from " + tables.owners() + where;
        List<Long> dates = jdbc.queryForList(ofOwner, Long.class, id, project);
        if (dates.isEmpty()) {
            // As with the cursors of a sequence, one statement looks in both tables, but not at the first attempt.
            dates = jdbc.queryForList(
                    ofOwner + " union all select created_at from " + tables.tombstones() + where
                            + " and deleted_at > ?",
                    Long.class,
                    id,
                    project,
                    id,
                    project,
                    deletedAfter);
        }
        return dates.stream().findFirst().map(createdAt -> new OwnerPlace(createdAt, id));
    }

    /** The ids of the owners in a range, in its direction, and one more than its size. */
    List<String> findIds(String project, PositionRange<OwnerPlace> range, MetadataFilter filter) {
        if (filter.pairs().isEmpty()) {
            return findIds(range, new Index(tables.owners(), "id", "project = ?", "project", List.of(project)));
        }
        List<UUID> pairs = rarestFirst(filter.pairs().stream()
                .map(pair -> MetadataIndex.digest(project, pair.name(), pair.value()))
                .distinct()
                .toList());
        String hasOtherPair = " and exists (select 1 from " + tables.metadataIndex()
                + " i where i.pair = ? and i.created_at = l.created_at and i.owner_id = l.owner_id)";
        // A server of the previous version deletes or hides a thread without its pairs.
        String exists =
                " and exists (select 1 from " + tables.owners() + " o where o.id = l.owner_id and o.project = ?)";
        String condition = "pair = ?" + hasOtherPair.repeat(pairs.size() - 1) + exists;
        List<Object> values =
                Stream.<Object>concat(pairs.stream(), Stream.of(project)).toList();
        return findIds(range, new Index(tables.metadataIndex(), "owner_id", condition, "pair", values));
    }

    /**
     * An index by date.
     *
     * @param id the column with the id of the owner
     * @param condition a condition on the table {@code l}, which has the values as parameters
     * @param key the first column of the index. The condition determines its value.
     */
    private record Index(String table, String id, String condition, String key, List<Object> values) {}

    /** Counts only as many rows as necessary. */
    private List<UUID> rarestFirst(List<UUID> pairs) {
        if (pairs.size() == 1) {
            return pairs;
        }
        Map<UUID, Long> counts = pairs.stream()
                .collect(Collectors.toMap(
                        Function.identity(),
                        pair -> Objects.requireNonNull(jdbc.queryForObject(
                                "select count(*) from (select 1 from " + tables.metadataIndex()
                                        + " where pair = ? limit " + FREQUENT + ") rows_of_pair",
                                Long.class,
                                pair))));
        return pairs.stream().sorted(Comparator.comparing(counts::get)).toList();
    }

    /**
     * Reads the first second, the last one, and those between with a statement each. With one statement for all, the
     * database would not find both places by index.
     */
    private List<String> findIds(PositionRange<OwnerPlace> range, Index index) {
        OwnerPlace low = Objects.requireNonNullElse(range.low(), OwnerPlace.FIRST);
        OwnerPlace high = Objects.requireNonNullElse(range.high(), OwnerPlace.LAST);
        String id = "l." + index.id() + byByte;
        Condition first = new Condition("l.created_at = ? and " + id + " > ?", List.of(low.createdAt(), low.id()));
        Condition between = new Condition(
                "l.created_at >= ? and l.created_at <= ?", List.of(low.createdAt() + 1, high.createdAt() - 1));
        Condition last = new Condition("l.created_at = ? and " + id + " < ?", List.of(high.createdAt(), high.id()));
        List<Condition> parts = new ArrayList<>();
        if (low.createdAt() == high.createdAt()) {
            parts.add(first.and(last));
        } else if (low.createdAt() < high.createdAt()) {
            if (range.low() != null) {
                parts.add(first);
            }
            parts.add(between);
            if (range.high() != null) {
                parts.add(last);
            }
        }
        if (!range.ascending()) {
            Collections.reverse(parts);
        }
        String direction = range.ascending() ? "" : " desc";
        String order = " order by l." + index.key() + direction + ", l.created_at" + direction + ", " + id + direction;
        List<String> ids = new ArrayList<>();
        for (Condition part : parts) {
            int limit = range.size() + 1 - ids.size();
            if (limit > 0) {
                List<Object> parameters = new ArrayList<>(index.values());
                parameters.addAll(part.values());
                parameters.add(limit);
                ids.addAll(jdbc.queryForList(
                        "select l." + index.id() + " from " + index.table() + " l where l." + index.condition()
                                + " and " + part.sql() + order + " limit ?",
                        String.class,
                        parameters.toArray()));
            }
        }
        return ids;
    }

    private record Condition(String sql, List<Object> values) {

        Condition and(Condition other) {
            return new Condition(
                    sql + " and " + other.sql,
                    Stream.concat(values.stream(), other.values.stream()).toList());
        }
    }

    /**
     * Stores the place of an owner. The caller deletes the owner in the same transaction. The id can have a place
     * already, since sample data get their ids again.
     */
    void keepPlace(String id, long deletedAt) {
        jdbc.update("delete from " + tables.tombstones() + " where id = ?", id);
        jdbc.update(
                "insert into " + tables.tombstones() + " (id, project, created_at, deleted_at)"
                        + " select id, project, created_at, ? from " + tables.owners() + " where id = ?",
                deletedAt,
                id);
    }

    /** Deletes some of the places of owners that were deleted before a time. Returns their number. */
    int deletePlaces(long deletedBefore, int limit) {
        return jdbc.update(
                "delete from " + tables.tombstones() + " where id in (select id from " + tables.tombstones()
                        + " where deleted_at <= ? order by deleted_at limit " + limit + ")",
                deletedBefore);
    }
}
