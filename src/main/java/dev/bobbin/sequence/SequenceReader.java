package dev.bobbin.sequence;

import static java.util.stream.Collectors.toMap;

import dev.bobbin.database.DatabaseOperations;
import dev.bobbin.web.limit.MemoryReservation;
import dev.bobbin.web.page.ListPage;
import dev.bobbin.web.page.PageQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Reads elements of a sequence. A large element is returned when there is memory for it. The server waits for memory
 * outside of transactions, so that a waiting request holds neither a lock nor a connection.
 */
public final class SequenceReader<T extends SequenceElement> {

    private static final int MAX_BYTES_READ = 512 << 10;

    private final DatabaseOperations database;
    private final SequenceRows<T> statements;
    private final SequencePositions<T> positions;
    private final SequenceErrors errors;

    public SequenceReader(DatabaseOperations database, JdbcTemplate jdbc, Sequence<T> kind) {
        this.database = database;
        this.statements = new SequenceRows<>(jdbc, kind);
        this.positions = new SequencePositions<>(jdbc, kind);
        this.errors = kind.errors();
    }

    public ListPage<T> list(String project, String ownerId, PageQuery query, MemoryReservation memory) {
        return whole(
                project,
                ownerId,
                query.limit() + 1,
                memory,
                () -> findPage(project, ownerId, query, memory.bytesPerPage()));
    }

    /** Reads the first elements of a range, which are at most a few hundred KB unless a single one is larger. */
    List<T> read(String project, String ownerId, PositionRange<Long> range, MemoryReservation memory) {
        return whole(
                        project,
                        ownerId,
                        range.size() + 1,
                        memory,
                        () -> range.page(statements.find(project, ownerId, range), MAX_BYTES_READ))
                .data();
    }

    private SequencePage<T> findPage(String project, String ownerId, PageQuery query, long maxBytes) {
        PositionRange<Long> range = PositionRange.of(query, positions(project, ownerId, query));
        List<SequenceRow<T>> rows = query.selection() == null
                ? statements.find(project, ownerId, range)
                : statements.findSelected(project, ownerId, range, query.selection());
        // The check follows the read: an owner that is deleted in between must not look like an empty one.
        if (rows.isEmpty()) {
            requireOwner(project, ownerId);
        }
        return range.page(rows, maxBytes);
    }

    private Map<String, Long> positions(String project, String ownerId, PageQuery query) {
        List<String> cursors = query.cursors();
        if (cursors.isEmpty()) {
            return Map.of();
        }
        Map<String, Long> found =
                positions.findCursors(project, ownerId, cursors).stream().collect(toMap(Cursor::id, Cursor::position));
        cursors.stream()
                .filter(cursor -> !found.containsKey(cursor))
                .findFirst()
                .ifPresent(unknown -> {
                    requireOwner(project, ownerId);
                    throw errors.noCursor(unknown.equals(query.after()) ? "after" : "before", unknown);
                });
        return found;
    }

    public T retrieve(String project, String ownerId, String id, MemoryReservation memory) {
        return whole(project, ownerId, 1, memory, () -> new SequencePage<>(List.of(find(project, ownerId, id)), false))
                .data()
                .get(0);
    }

    /** Finds an element within a transaction of the caller. {@link #complete} then reads it as a whole. */
    public SequenceRow<T> find(String project, String ownerId, String id) {
        return statements.find(project, ownerId, id).orElseThrow(() -> {
            requireOwner(project, ownerId);
            return errors.noElement(id);
        });
    }

    public void requireOwner(String project, String ownerId) {
        if (!statements.hasOwner(project, ownerId)) {
            throw errors.noOwner(ownerId);
        }
    }

    /** The element of a row; empty if the element is large and has been deleted meanwhile. */
    public Optional<T> complete(String project, String ownerId, SequenceRow<T> row, MemoryReservation memory) {
        return complete(project, ownerId, List.of(row), memory).map(elements -> elements.get(0));
    }

    /** Reads again if an element is deleted between its row and its content. */
    private ListPage<T> whole(
            String project, String ownerId, int maxRows, MemoryReservation memory, Supplier<SequencePage<T>> read) {
        while (true) {
            memory.reserve((long) maxRows * MemoryReservation.SMALL);
            SequencePage<T> page = database.read(project, read);
            Optional<List<T>> complete = complete(project, ownerId, page.rows(), memory);
            if (complete.isPresent()) {
                return ListPage.of(complete.get(), SequenceElement::id, page.hasMore());
            }
        }
    }

    private Optional<List<T>> complete(
            String project, String ownerId, List<SequenceRow<T>> rows, MemoryReservation memory) {
        long bytes = 0;
        List<Long> large = new ArrayList<>();
        for (SequenceRow<T> row : rows) {
            bytes += row.size();
            if (row.element() == null) {
                large.add(row.position());
            }
        }
        memory.reserve(bytes);
        Map<String, T> whole = large.isEmpty()
                ? Map.of()
                : database.read(project, () -> statements.findWhole(project, ownerId, large)).stream()
                        .collect(toMap(SequenceElement::id, Function.identity()));
        return whole.size() < large.size()
                ? Optional.empty()
                : Optional.of(rows.stream().map(row -> element(row, whole)).toList());
    }

    private static <T> T element(SequenceRow<T> row, Map<String, T> whole) {
        return row.element() != null ? row.element() : Objects.requireNonNull(whole.get(row.id()));
    }
}
