package dev.bobbin.transfer;

import dev.bobbin.database.DatabaseOperations;
import dev.bobbin.transfer.body.BodyScanner.Element;
import dev.bobbin.web.error.InvalidInput;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Imports the lines of an owner: all of them, or none if one of them is a problem. Small new owners wait for each other
 * and share a transaction.
 */
@Component
class OwnerImporter {

    /** New owners wait for each other up to these limits. They hold no memory reservation meanwhile. */
    private static final long BYTES_WITHOUT_RESERVATION = 256 << 10;

    private static final int MAX_NEW_OWNERS = 200;

    /** After this number of refused owners, all further ones are refused. */
    private static final int MAX_REFUSED = 10_000;

    private final DatabaseOperations database;
    private final SettledOwners owners;
    private final EntryComparison comparison;
    private final ImportStatements statements;
    private final OwnerWriter writer;
    private final Clock clock;

    OwnerImporter(
            DatabaseOperations database,
            SettledOwners owners,
            EntryComparison comparison,
            ImportStatements statements,
            OwnerWriter writer,
            Clock clock) {
        this.database = database;
        this.owners = owners;
        this.comparison = comparison;
        this.statements = statements;
        this.writer = writer;
        this.clock = clock;
    }

    /** Writes the lines and counts them. It compares them again if another request writes the same owner meanwhile. */
    void write(Import current, OwnerLines lines) {
        lines.endPages();
        comparison.markRepeated(current, lines);
        writeOrdered(current, lines);
        current.reserve(0);
    }

    private void writeOrdered(Import current, OwnerLines lines) {
        boolean refused =
                current.refused().size() >= MAX_REFUSED || current.refused().contains(lines.ownerId);
        Written written = new Written();
        boolean complete = false;
        while (!complete) {
            Optional<ImportedOwner> existing = owners.find(current.kind(), current.project(), lines.ownerId);
            long lastPosition = existing.isPresent() ? lastPosition(current, lines.ownerId) : 0;
            EntryComparison.Result compared =
                    existing.isPresent() ? compare(current, lines, existing.get()) : checkNew(current, lines);
            if (refused || !lines.problems.isEmpty()) {
                refuse(current, lines, existing, compared.equal(), written);
                return;
            }
            if (existing.isPresent()) {
                complete = writer.append(current, lines, compared.firstNew(), lastPosition, written);
            } else {
                ImportedOwner owner =
                        lines.ownerToCreate(current.kind(), clock.instant().getEpochSecond());
                OwnerWriter.Batch first = writer.firstBatch(current, lines);
                if (first.end() == lines.entries.size()) {
                    createLater(current, NewOwner.of(lines, owner, first.entries()));
                    return;
                }
                complete = writer.create(current, lines, owner, first, written);
            }
        }
        current.report().countWritten(lines, lines.entries.size(), written);
    }

    private static void refuse(
            Import current, OwnerLines lines, Optional<ImportedOwner> existing, long equal, Written written) {
        boolean isFirst =
                current.refused().size() >= MAX_REFUSED || current.refused().add(lines.ownerId);
        if (lines.ownerLine == null) {
            boolean refusesOwner = existing.isEmpty() && current.createOwners() && isFirst;
            current.report().owners.refused += refusesOwner ? 1 : 0;
        } else if (existing.filter(lines::hasEqualOwner).isPresent()) {
            current.report().owners.skipped++;
        } else {
            current.report().owners.refused++;
        }
        current.report().countRefused(lines, equal, written);
    }

    private long lastPosition(Import current, String ownerId) {
        return database.read(
                current.project(), () -> statements.lastPosition(current.kind(), current.project(), ownerId));
    }

    /** Creates the owner together with others. A large one does not wait for others. */
    private void createLater(Import current, NewOwner owner) {
        int entries = owner.entries().size();
        long bytes = owner.lines().bytes;
        for (NewOwner waiting : current.newOwners()) {
            entries += waiting.entries().size();
            bytes += waiting.lines().bytes;
        }
        if (entries > OwnerWriter.IN_PARTS.entries()
                || bytes > BYTES_WITHOUT_RESERVATION
                || current.newOwners().size() >= MAX_NEW_OWNERS) {
            createNewOwners(current);
        }
        current.newOwners().add(owner);
        if (owner.lines().bytes > BYTES_WITHOUT_RESERVATION) {
            createNewOwners(current);
        }
    }

    /** Creates the owners that wait for it, in one transaction. */
    void createNewOwners(Import current) {
        List<NewOwner> newOwners = List.copyOf(current.newOwners());
        current.newOwners().clear();
        if (newOwners.isEmpty()) {
            return;
        }
        Set<String> existing = database.transaction(
                current.project(), () -> statements.insert(current.kind(), current.project(), newOwners));
        Written written = new Written();
        for (NewOwner owner : newOwners) {
            if (existing.contains(owner.id())) {
                owner.lines().restore(owner.places());
                write(current, owner.lines());
            } else {
                written.owner = true;
                written.entries = owner.entries().size();
                current.report().countWritten(owner.lines(), owner.places().size(), written);
            }
        }
    }

    private EntryComparison.Result compare(Import current, OwnerLines lines, ImportedOwner existing) {
        if (lines.owner != null && !lines.hasEqualOwner(existing)) {
            Element line = Objects.requireNonNull(lines.ownerLine);
            lines.addProblem(line, ImportErrors.ownerExists(current.names(), line, lines.ownerId));
        }
        return comparison.compare(current, lines);
    }

    private EntryComparison.Result checkNew(Import current, OwnerLines lines) {
        if (lines.ownerLine == null && !current.createOwners()) {
            for (long i = 0; i < lines.entries.size(); i++) {
                Element entry = lines.entries.get(i).element();
                String param = ImportErrors.path(entry, current.names().pathToOwnerId());
                lines.addProblem(entry, current.kind().noOwner(param, lines.ownerId));
            }
        } else if (lines.first() != null && (lines.ownerLine == null || lines.owner != null)) {
            Element first = lines.first();
            if (owners.isForeign(current.kind(), current.project(), lines.ownerId)) {
                lines.addProblem(first, ImportErrors.ownerExists(current.names(), first, lines.ownerId));
            } else if (lines.owner != null && lines.owner.createdAt() == null && lines.entries.size() == 0) {
                lines.addProblem(first, InvalidInput.missing(ImportErrors.path(first, "created_at")));
            }
        }
        return new EntryComparison.Result(0, 0);
    }
}
