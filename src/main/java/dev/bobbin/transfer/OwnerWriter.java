package dev.bobbin.transfer;

import dev.bobbin.database.DatabaseOperations;
import dev.bobbin.transfer.EntryIndex.Entry;
import dev.bobbin.transfer.body.BodyScanner.Element;
import dev.bobbin.web.error.ApiException;
import dev.bobbin.web.limit.RequestBody;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Writes the entries of an owner in several transactions. A new owner becomes visible whole: it belongs to no project
 * until the last transaction.
 */
@Component
class OwnerWriter {

    /** Limits of most transactions. On H2, other writers wait until a transaction ends, so it must be short. */
    static final Limits IN_PARTS = new Limits(200, 1 << 20);

    record Limits(int entries, long bytes) {}

    private final DatabaseOperations database;
    private final ImportStatements statements;
    private final PendingImports pending;

    /** Limits of a transaction whose entries become visible at once. H2 holds the entries in the heap. */
    private final Limits atOnce;

    OwnerWriter(
            DatabaseOperations database, ImportStatements statements, PendingImports pending, RequestBody requestBody) {
        this.database = database;
        this.statements = statements;
        this.pending = pending;
        this.atOnce = new Limits(1000, Math.min(8 << 20, requestBody.maxBytes()));
    }

    /** Creates an owner that is too large for one transaction. Returns false if the id is in use by now. */
    boolean create(Import current, OwnerLines lines, ImportedOwner owner, Batch first, Written written) {
        TransferKind kind = current.kind();
        String token = UUID.randomUUID().toString();
        boolean begun = database.transaction(current.project(), () -> {
            if (statements.findProject(kind, owner.id()).isPresent()) {
                return false;
            }
            statements.insertHidden(kind, owner, first.entries().size());
            pending.begin(owner.id(), token);
            statements.insertEntries(kind, owner.id(), first.entries(), 0);
            return true;
        });
        if (!begun) {
            return false;
        }
        try {
            long position = first.entries().size();
            for (long index = first.end(); index < lines.entries.size(); ) {
                Batch batch = nextBatch(current, lines, index, IN_PARTS);
                long after = position;
                database.transaction(current.project(), () -> {
                    requireLease(pending.renew(owner.id(), token));
                    statements.appendHidden(kind, owner.id(), batch.entries(), after);
                    return true;
                });
                position += batch.entries().size();
                index = batch.end();
            }
            long last = position;
            database.transaction(current.project(), () -> {
                requireLease(pending.end(owner.id(), token));
                statements.publish(kind, current.project(), owner, last);
                return true;
            });
            written.owner = true;
            written.entries = last;
            return true;
        } catch (RuntimeException e) {
            pending.abandon(kind, owner.id(), token);
            throw e;
        }
    }

    private static void requireLease(boolean held) {
        if (!held) {
            throw ApiException.unavailable("The import has taken too long. Please try again.", Duration.ofSeconds(1));
        }
    }

    /**
     * Appends the entries from an index on.
     *
     * @param lastPosition the last position before the comparison
     * @return false if the owner contains one of the entries by now, or is deleted
     */
    boolean append(Import current, OwnerLines lines, long firstNew, long lastPosition, Written written) {
        OptionalLong last = OptionalLong.of(lastPosition);
        for (long index = firstNew; index < lines.entries.size(); ) {
            Batch batch = nextBatch(current, lines, index, atOnce);
            index = batch.end();
            if (!batch.entries().isEmpty()) {
                last = append(current, lines.ownerId, batch.entries(), last.getAsLong());
                if (last.isEmpty()) {
                    return false;
                }
                written.entries += batch.entries().size();
            }
        }
        return true;
    }

    private OptionalLong append(Import current, String ownerId, List<ImportedEntry> entries, long expected) {
        try {
            return database.transaction(
                    current.project(),
                    ownerId,
                    () -> statements.append(current.kind(), current.project(), ownerId, entries, expected));
        } catch (LostRaceException e) {
            return OptionalLong.empty();
        }
    }

    /**
     * Entries that one transaction writes.
     *
     * @param end the index of the next entry
     */
    record Batch(List<ImportedEntry> entries, long end) {}

    /** The first entries of a new owner, which are perhaps all of them. */
    Batch firstBatch(Import current, OwnerLines lines) {
        return nextBatch(current, lines, 0, atOnce);
    }

    private static Batch nextBatch(Import current, OwnerLines lines, long begin, Limits limits) {
        List<Element> elements = new ArrayList<>();
        long bytes = 0;
        long index = begin;
        for (; index < lines.entries.size() && elements.size() < limits.entries(); index++) {
            Entry entry = lines.entries.get(index);
            long size = entry.element().bytes();
            if (bytes > 0 && bytes + size > limits.bytes()) {
                break;
            }
            if (!entry.repeated()) {
                elements.add(entry.element());
                bytes += size;
            }
        }
        current.reserve(bytes);
        return new Batch(elements.stream().map(current::entry).toList(), index);
    }
}
