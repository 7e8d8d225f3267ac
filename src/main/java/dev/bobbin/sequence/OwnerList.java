package dev.bobbin.sequence;

import static java.util.stream.Collectors.joining;

import dev.bobbin.database.DatabaseOperations;
import dev.bobbin.database.failure.SqlFailures;
import dev.bobbin.web.json.JsonWritable;
import dev.bobbin.web.limit.MemoryReservation;
import dev.bobbin.web.page.ListPage;
import dev.bobbin.web.page.PageQuery;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.TransactionException;

/**
 * Lists the owners of a project by the time of their creation, and then by id. The place of a deleted owner stays a
 * valid cursor for 24 hours, so that a client can delete what it lists.
 */
public class OwnerList<T extends OwnerList.Owner> {

    /** An owner as the API returns it. */
    public interface Owner extends JsonWritable {

        String id();
    }

    /** Where an owner stands in the list. */
    private record Place(long createdAt, String id) {

        static final Place FIRST = new Place(Long.MIN_VALUE, "");
        static final Place LAST = new Place(Long.MAX_VALUE, "");
    }

    private static final Logger log = LoggerFactory.getLogger(OwnerList.class);
    private static final Duration CURSOR_LIFETIME = Duration.ofHours(24);

    /** 16 pairs of metadata have at most 576 characters each, of up to 4 bytes. */
    private static final int MAX_BYTES_OF_AN_OWNER = 40 << 10;

    private final DatabaseOperations database;
    private final JdbcTemplate jdbc;
    private final OwnerTables<T> tables;
    private final Clock clock;
    private final String ascending;
    private final String descending;

    public OwnerList(DatabaseOperations database, JdbcTemplate jdbc, OwnerTables<T> tables, Clock clock) {
        this.database = database;
        this.jdbc = jdbc;
        this.tables = tables;
        this.clock = clock;
        this.ascending = page(">", "<", "project, created_at, id", "created_at, id");
        this.descending = page("<", ">", "project desc, created_at desc, id desc", "created_at desc, id desc");
    }

    /**
     * The statement for a page: the owners created in the same second as the one where the page begins, then all later
     * ones. With one condition for both, the database would not find the place by index.
     *
     * @param after compares with the place where the page begins
     * @param before compares with the place where the page ends
     */
    private String page(String after, String before, String indexOrder, String order) {
        String columns = "id, created_at, " + String.join(", ", tables.columns());
        String select = "(select " + columns + ", "
                + tables.columns().stream()
                        .map(column -> "octet_length(" + column + ")")
                        .collect(joining(" + "))
                + " as bytes from " + tables.owners() + " where project = ? and created_at ";
        String end = " and created_at " + before + "= ? and (created_at " + before + " ? or id " + before
                + " ?) order by " + indexOrder + " limit ?)";
        return "select * from (" + select + "= ? and id " + after + " ?" + end + " union all " + select + after + " ?"
                + end + ") page order by " + order + " limit ?";
    }

    /** Lists a page of the project's owners. */
    public ListPage<T> list(String project, PageQuery query, MemoryReservation memory) {
        memory.reserve((query.limit() + 1L) * MAX_BYTES_OF_AN_OWNER);
        SequencePage<T> page = database.read(project, () -> find(project, query, memory.bytesPerPage()));
        List<T> owners = page.rows().stream()
                .map(row -> Objects.requireNonNull(row.element()))
                .toList();
        return ListPage.of(owners, Owner::id, page.hasMore());
    }

    private SequencePage<T> find(String project, PageQuery query, long maxBytes) {
        PositionRange<Place> range = PositionRange.of(query, places(project, query));
        Place low = Objects.requireNonNullElse(range.low(), Place.FIRST);
        Place high = Objects.requireNonNullElse(range.high(), Place.LAST);
        Place begin = range.ascending() ? low : high;
        Place end = range.ascending() ? high : low;
        int limit = range.size() + 1;
        List<SequenceRow<T>> rows = jdbc.query(
                range.ascending() ? ascending : descending,
                (row, number) -> row(row),
                project,
                begin.createdAt(),
                begin.id(),
                end.createdAt(),
                end.createdAt(),
                end.id(),
                limit,
                project,
                begin.createdAt(),
                end.createdAt(),
                end.createdAt(),
                end.id(),
                limit,
                limit);
        return range.page(rows, maxBytes);
    }

    private SequenceRow<T> row(ResultSet row) throws SQLException {
        long bytes = row.getLong("bytes");
        return new SequenceRow<>(row.getString(1), bytes, tables.mapper().map(row));
    }

    private Map<String, Place> places(String project, PageQuery query) {
        Map<String, Place> places = new HashMap<>();
        for (String param : List.of("after", "before")) {
            String id = param.equals("after") ? query.after() : query.before();
            if (id != null) {
                places.put(
                        id,
                        findPlace(project, id)
                                .orElseThrow(() -> tables.unknownCursor().of(param, id)));
            }
        }
        return places;
    }

    private Optional<Place> findPlace(String project, String id) {
        String place = "select created_at from ";
        String where = " where id = ? and project = ?";
        return jdbc
                .queryForList(
                        place + tables.owners() + where + " union all " + place + tables.tombstones() + where
                                + " and deleted_at > ?",
                        Long.class,
                        id,
                        project,
                        id,
                        project,
                        oldestCursor())
                .stream()
                .findFirst()
                .map(createdAt -> new Place(createdAt, id));
    }

    /** Keeps the place of an owner as a cursor. The caller deletes the owner in the same transaction. */
    public void keepPlace(String id) {
        jdbc.update(
                "insert into " + tables.tombstones() + " (id, project, created_at, deleted_at)"
                        + " select id, project, created_at, ? from " + tables.owners() + " where id = ?",
                clock.instant().getEpochSecond(),
                id);
    }

    /** Deletes places that are no longer valid as cursors. Several servers may do it at once. */
    @Scheduled(initialDelay = 10, fixedDelay = 10, timeUnit = TimeUnit.MINUTES)
    void deleteOldPlaces() {
        try {
            int deleted = 1000;
            while (deleted == 1000) {
                deleted = database.transaction(this::deleteSomeOldPlaces);
            }
        } catch (DataAccessException | TransactionException e) {
            log.warn("The database failed. The server deletes old cursors later: {}", SqlFailures.describe(e));
        }
    }

    private int deleteSomeOldPlaces() {
        return jdbc.update(
                "delete from " + tables.tombstones() + " where id in (select id from " + tables.tombstones()
                        + " where deleted_at <= ? order by deleted_at limit 1000)",
                oldestCursor());
    }

    private long oldestCursor() {
        return clock.instant().minus(CURSOR_LIFETIME).getEpochSecond();
    }
}
