package dev.bobbin.transfer;

import dev.bobbin.transfer.EntryIndex.Entry;
import dev.bobbin.transfer.StoredEntries.Stored;
import dev.bobbin.transfer.body.BodyScanner.Element;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/** Compares entries of an import with each other, and with those that the owner already contains. */
@Component
class EntryComparison {

    /** Limits of the entries that are in memory at once. */
    private static final int BLOCK_SIZE = 100;

    private static final long BLOCK_BYTES = 512 << 10;

    /** Ids whose digests are in memory at once. */
    private static final int IDS_IN_MEMORY = 1_000_000;

    /** Marks the entries that stand in the owner's lines before. One with other content is a problem. */
    void markRepeated(Import current, OwnerLines lines) {
        int parts = Math.toIntExact(1 + lines.entries.size() / IDS_IN_MEMORY);
        for (int part = 0; part < parts; part++) {
            long[] repeated = lines.entries.repeatedHashes(part, parts);
            if (repeated.length > 0) {
                markRepeated(current, lines, repeated);
            }
        }
    }

    private static void markRepeated(Import current, OwnerLines lines, long[] hashes) {
        long[] firsts = new long[hashes.length];
        Arrays.fill(firsts, -1);
        for (long i = 0; i < lines.entries.size(); i++) {
            Entry entry = lines.entries.get(i);
            int hash = Arrays.binarySearch(hashes, entry.idHash());
            if (hash >= 0 && firsts[hash] < 0) {
                firsts[hash] = i;
            } else if (hash >= 0) {
                ImportedEntry first =
                        current.entry(lines.entries.get(firsts[hash]).element());
                ImportedEntry repeated = current.entry(entry.element());
                if (current.areEqual(entry.element(), first, repeated)) {
                    lines.entries.set(i, new Entry(entry.element(), entry.idHash(), true));
                } else {
                    lines.addProblem(
                            entry.element(), ImportErrors.entryExists(current.names(), entry.element(), repeated.id()));
                }
            }
        }
    }

    /**
     * The result of a comparison.
     *
     * @param equal the number of entries that the owner contains
     * @param firstNew the index of the first entry that follows all of these
     */
    record Result(long equal, long firstNew) {}

    /** Compares with an existing owner. Each entry that does not fit is a problem. */
    Result compare(Import current, OwnerLines lines) {
        Walk walk = new Walk(current, lines);
        long index = 0;
        while (index < lines.entries.size()) {
            index = walk.compareBlock(index);
        }
        return new Result(walk.equal, walk.lastKnown + 1);
    }

    private final class Walk {

        private final Import current;
        private final OwnerLines lines;
        private long equal;
        private long lastKnown = -1;
        private long lastPosition;

        Walk(Import current, OwnerLines lines) {
            this.current = current;
            this.lines = lines;
        }

        /** Returns the index after the block. */
        long compareBlock(long begin) {
            Map<Long, ImportedEntry> block = new LinkedHashMap<>();
            long bytes = 0;
            long index = begin;
            while (index < lines.entries.size() && block.size() < BLOCK_SIZE && bytes < BLOCK_BYTES) {
                Entry entry = lines.entries.get(index);
                if (!entry.repeated()) {
                    block.put(index, current.entry(entry.element()));
                }
                bytes += entry.element().bytes();
                index++;
            }
            current.reserve(0);
            if (!block.isEmpty()) {
                List<String> ids =
                        block.values().stream().map(ImportedEntry::id).toList();
                Function<String, Optional<Stored>> known =
                        current.kind().tables().entries().find(current.project(), lines.ownerId, ids, current.memory());
                block.forEach(
                        (i, entry) -> known.apply(entry.id()).ifPresent(stored -> compareKnown(i, entry, stored)));
            }
            current.memory().reserve(0);
            return index;
        }

        private void compareKnown(long index, ImportedEntry entry, Stored stored) {
            Element element = lines.entries.get(index).element();
            for (long i = lastKnown + 1; i < index; i++) {
                Entry unknown = lines.entries.get(i);
                if (!unknown.repeated()) {
                    lines.addProblem(
                            unknown.element(), ImportErrors.newBeforeKnown(current.names(), unknown.element()));
                }
            }
            lastKnown = index;
            if (!current.areEqual(element, stored.entry(), entry)) {
                lines.addProblem(element, ImportErrors.entryExists(current.names(), element, entry.id()));
            } else if (stored.position() <= lastPosition) {
                lines.addProblem(element, ImportErrors.otherOrder(current.names(), element, entry.id()));
            } else {
                lastPosition = stored.position();
                equal++;
            }
        }
    }
}
