package dev.bobbin.transfer;

import dev.bobbin.sequence.SequenceRow;
import dev.bobbin.sequence.SequenceWalk;
import dev.bobbin.web.limit.MemoryReservation;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Finds the entries of an owner in the database, so that an import can compare them with those of a body.
 *
 * @param form the form in which an import compares an entry
 */
public record StoredEntries<S extends SequenceWalk.Element>(SequenceWalk<S> walk, Function<S, ImportedEntry> form) {

    record Stored(long position, ImportedEntry entry) {}

    /**
     * Finds entries by their ids. The result returns one of them by its id. It reads a large one only then.
     *
     * @param ids at most 100
     */
    Function<String, Optional<Stored>> find(
            String project, String ownerId, Collection<String> ids, MemoryReservation memory) {
        Map<String, SequenceRow<S>> rows = walk.find(project, ownerId, ids, memory).stream()
                .collect(Collectors.toMap(SequenceRow::id, Function.identity()));
        return id -> Optional.ofNullable(rows.get(id))
                .flatMap(row -> walk.complete(project, ownerId, row, memory))
                .map(element -> new Stored(element.position(), form.apply(element)));
    }
}
