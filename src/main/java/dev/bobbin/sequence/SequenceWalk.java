package dev.bobbin.sequence;

import dev.bobbin.database.DatabaseOperations;
import dev.bobbin.web.limit.MemoryReservation;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Reads a whole sequence page by page. It holds neither a connection nor a transaction while the caller uses a page,
 * since the caller may wait for a slow client.
 */
public final class SequenceWalk<T extends SequenceWalk.Element> {

    /** An element that knows its position. */
    public interface Element extends SequenceElement {

        long position();
    }

    /** Receives the elements in their order. */
    public interface Target<T> {

        void accept(T element) throws IOException;
    }

    private static final int PAGE_SIZE = 100;

    private final DatabaseOperations database;
    private final SequenceRows<T> statements;
    private final SequencePositions<T> positions;
    private final SequenceReader<T> reader;

    public SequenceWalk(DatabaseOperations database, JdbcTemplate jdbc, Sequence<T> kind) {
        this.database = database;
        this.statements = new SequenceRows<>(jdbc, kind);
        this.positions = new SequencePositions<>(jdbc, kind);
        this.reader = new SequenceReader<>(database, jdbc, kind);
    }

    /**
     * Passes on the elements that the sequence has now, from the oldest to the newest. An element that is deleted
     * meanwhile is left out.
     *
     * @throws OwnerDeletedException if the owner does not exist, or is deleted before all elements are read
     */
    public void walk(String project, String ownerId, MemoryReservation memory, Target<T> target) throws IOException {
        long last = database.read(project, () -> positions.lastPosition(project, ownerId));
        if (last == 0) {
            requireOwner(project, ownerId);
        }
        long position = 0;
        while (position < last) {
            PositionRange<Long> range = new PositionRange<>(position, last + 1, true, false, PAGE_SIZE);
            List<T> page = reader.read(project, ownerId, range, memory);
            long end = page.isEmpty() ? last : page.get(page.size() - 1).position();
            // The owner may have been deleted together with the missing elements.
            if (page.size() < end - position) {
                requireOwner(project, ownerId);
            }
            for (T element : page) {
                target.accept(element);
            }
            position = end;
        }
    }

    private void requireOwner(String project, String ownerId) {
        if (!database.read(project, () -> statements.hasOwner(project, ownerId))) {
            throw new OwnerDeletedException(ownerId);
        }
    }

    /**
     * Finds elements by their ids, in no particular order. {@link #complete} then reads a large one.
     *
     * @param ids at most 100
     */
    public List<SequenceRow<T>> find(String project, String ownerId, Collection<String> ids, MemoryReservation memory) {
        memory.reserve((long) ids.size() * MemoryReservation.SMALL);
        return database.read(project, () -> statements.find(project, ownerId, ids));
    }

    /** The element of a row; empty if the element is large and has been deleted meanwhile. */
    public Optional<T> complete(String project, String ownerId, SequenceRow<T> row, MemoryReservation memory) {
        return reader.complete(project, ownerId, row, memory);
    }
}
