package dev.bobbin.transfer;

import dev.bobbin.sequence.OwnerList;
import dev.bobbin.sequence.SequenceDeletion;
import dev.bobbin.sequence.SequencePositions;
import org.jspecify.annotations.Nullable;

/**
 * The tables of one kind of owner, and the statements with which an import fills them.
 *
 * @param insertEntry has the parameters owner, id, position, and {@link ImportedEntry#values}
 * @param insertDetails has the parameters owner, position, and {@link ImportedEntry#details}. Null if no entry has any.
 */
public record TransferTables(
        SequencePositions<?> positions,
        OwnerList<?> owners,
        StoredEntries<?> entries,
        SequenceDeletion deletion,
        String insertEntry,
        @Nullable String insertDetails) {}
