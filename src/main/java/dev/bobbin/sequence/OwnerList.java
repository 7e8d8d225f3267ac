package dev.bobbin.sequence;

import dev.bobbin.database.Database;
import dev.bobbin.database.DatabaseOperations;
import dev.bobbin.database.failure.SqlFailures;
import dev.bobbin.web.json.JsonText;
import dev.bobbin.web.json.JsonWritable;
import dev.bobbin.web.limit.MemoryReservation;
import dev.bobbin.web.page.ListPage;
import dev.bobbin.web.page.MetadataFilter;
import dev.bobbin.web.page.PageQuery;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.TransactionException;
import org.springframework.util.Assert;

/**
 * Creates, lists, reads and modifies the owners of a project. A list is sorted by the time of creation, and then by id.
 * The place of a deleted owner stays a valid cursor for 24 hours, so that a client can delete what it lists.
 */
public class OwnerList<T extends OwnerList.Owner> {

    /** An owner as the API returns it. */
    public interface Owner extends JsonWritable {

        String id();

        /** The time of creation, in seconds since 1970. */
        long createdAt();
    }

    private static final Logger log = LoggerFactory.getLogger(OwnerList.class);
    private static final Duration CURSOR_LIFETIME = Duration.ofHours(24);
    private static final int BATCH_SIZE = 1000;

    /** 16 pairs of metadata have at most 576 characters each, of up to 4 bytes. */
    private static final int MAX_BYTES_OF_AN_OWNER = 40 << 10;

    private final DatabaseOperations database;
    private final OwnerTables<T> tables;
    private final OwnerStatements statements;
    private final OwnerRows<T> rows;
    private final MetadataIndex metadataIndex;
    private final Clock clock;

    public OwnerList(
            DatabaseOperations database,
            JdbcTemplate jdbc,
            JdbcConnectionDetails connection,
            OwnerTables<T> tables,
            Clock clock) {
        this.database = database;
        this.tables = tables;
        boolean onPostgres = Database.isPostgres(connection.getJdbcUrl());
        // PostgreSQL compares texts by the rules of a language, unless told otherwise.
        String byByte = onPostgres ? " collate \"C\"" : "";
        this.statements = new OwnerStatements(jdbc, tables, byByte);
        this.rows = new OwnerRows<>(jdbc, tables, onPostgres);
        this.metadataIndex = new MetadataIndex(jdbc, tables.metadataIndex());
        this.clock = clock;
    }

    /** Lists a page of the project's owners that match a filter. */
    public ListPage<T> list(String project, PageQuery query, MetadataFilter filter, MemoryReservation memory) {
        memory.reserve((query.limit() + 1L) * MAX_BYTES_OF_AN_OWNER);
        while (true) {
            Optional<SequencePage<T>> page =
                    database.read(project, () -> find(project, query, filter, memory.bytesPerPage()));
            if (page.isPresent()) {
                List<T> owners = page.get().rows().stream()
                        .map(row -> Objects.requireNonNull(row.element()))
                        .toList();
                return ListPage.of(owners, Owner::id, page.get().hasMore());
            }
        }
    }

    /**
     * Creates an owner. The caller runs this in a transaction.
     *
     * @param metadata the same metadata as in the row
     */
    public void create(OwnerRow owner, Map<String, String> metadata) {
        insert(List.of(owner));
        metadataIndex.add(owner.project(), owner.id(), owner.createdAt(), metadata);
    }

    /** Inserts only the rows. The transaction that makes an owner visible also adds its metadata to the index. */
    public void insert(List<OwnerRow> owners) {
        rows.insert(owners);
    }

    /** Finds an owner of the project. */
    public Optional<T> find(String project, String id) {
        return database.read(project, () -> rows.find(project, id));
    }

    /**
     * Modifies an owner of the project, after other writers to it. The caller runs this in a transaction.
     *
     * @param metadata the new metadata; null if it stays unchanged
     * @param other the new values of the other JSON columns, each null if it stays unchanged
     * @return the owner as modified; empty if the project has no such owner
     */
    public Optional<T> modify(
            String project, String id, @Nullable Map<String, String> metadata, @Nullable JsonText... other) {
        List<@Nullable JsonText> values = new ArrayList<>();
        values.add(metadata == null ? null : JsonText.of(metadata));
        values.addAll(Arrays.asList(other));
        Optional<T> owner = rows.modify(project, id, values);
        if (metadata != null) {
            owner.ifPresent(modified -> metadataIndex.replace(project, id, modified.createdAt(), metadata));
        }
        return owner;
    }

    /** The page; empty if an owner has been deleted between its id and its row. */
    private Optional<SequencePage<T>> find(String project, PageQuery query, MetadataFilter filter, long maxBytes) {
        PositionRange<OwnerPlace> range = PositionRange.of(query, places(project, query));
        List<String> ids = query.selection() != null ? List.of() : statements.findIds(project, range, filter);
        // Each id has one row, so the caller would repeat this without end.
        Assert.state(ids.size() == Set.copyOf(ids).size(), "The index of metadata contains an object twice");
        List<SequenceRow<T>> found = rows.find(project, ids);
        return found.size() == ids.size() ? Optional.of(range.page(found, maxBytes)) : Optional.empty();
    }

    /**
     * The ids of the next owners that were created before a time, in order of creation.
     *
     * @param last the id of the last owner that the caller has seen; empty for the first page
     */
    List<String> findCreatedBefore(String project, long before, String last, int limit) {
        return database.read(() -> {
            Optional<OwnerPlace> low = last.isEmpty() ? Optional.empty() : statements.findPlace(project, last, 0);
            if (!last.isEmpty() && low.isEmpty()) {
                return List.of();
            }
            PositionRange<OwnerPlace> range = new PositionRange<>(
                    low.orElse(null), new OwnerPlace(before, OwnerPlace.FIRST.id()), true, false, limit - 1);
            return statements.findIds(project, range, new MetadataFilter(List.of()));
        });
    }

    private Map<String, OwnerPlace> places(String project, PageQuery query) {
        Map<String, OwnerPlace> places = new HashMap<>();
        addPlace(places, project, "after", query.after());
        addPlace(places, project, "before", query.before());
        return places;
    }

    private void addPlace(Map<String, OwnerPlace> places, String project, String param, @Nullable String id) {
        if (id != null) {
            OwnerPlace place = statements
                    .findPlace(project, id, oldestCursor())
                    .orElseThrow(() -> tables.unknownCursor().of(param, id));
            places.put(id, place);
        }
    }

    /** Removes an owner from the list, and keeps its place. The caller deletes the owner in the same transaction. */
    public void remove(String id) {
        statements.keepPlace(id, clock.instant().getEpochSecond());
        metadataIndex.remove(id);
    }

    public MetadataIndex metadataIndex() {
        return metadataIndex;
    }

    /** Deletes places that are no longer valid as cursors. Several servers may do it at once. */
    @Scheduled(initialDelay = 10, fixedDelay = 10, timeUnit = TimeUnit.MINUTES)
    void deleteOldPlaces() {
        try {
            int deleted = BATCH_SIZE;
            while (deleted == BATCH_SIZE) {
                deleted = database.transaction(() -> statements.deletePlaces(oldestCursor(), BATCH_SIZE));
            }
        } catch (DataAccessException | TransactionException e) {
            log.warn("The database failed. The server deletes old cursors later: {}", SqlFailures.describe(e));
        }
    }

    private long oldestCursor() {
        return clock.instant().minus(CURSOR_LIFETIME).getEpochSecond();
    }
}
