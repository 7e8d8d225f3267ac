package dev.bobbin.transfer;

import dev.bobbin.database.LargeParameters;
import dev.bobbin.database.Placeholders;
import dev.bobbin.sequence.OwnerRow;
import dev.bobbin.sequence.SequenceDeletion;
import dev.bobbin.sequence.SequencePositions;
import dev.bobbin.sequence.SequenceTables;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.jdbc.JdbcUpdateAffectedIncorrectNumberOfRowsException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** The statements that write imported owners and entries. The caller runs them in a transaction. */
@Repository
class ImportStatements {

    private final JdbcTemplate jdbc;
    private final Clock clock;

    ImportStatements(JdbcTemplate jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** The project of an owner; {@link SequenceDeletion#HIDDEN} while the owner is being imported or deleted. */
    Optional<String> findProject(TransferKind kind, String ownerId) {
        return jdbc
                .queryForList("select project from " + tables(kind).owners() + " where id = ?", String.class, ownerId)
                .stream()
                .findFirst();
    }

    void insertHidden(TransferKind kind, ImportedOwner owner, long lastPosition) {
        kind.tables().owners().insert(List.of(row(SequenceDeletion.HIDDEN, owner, lastPosition)));
    }

    /** The row of an owner without a last activity, which {@link #complete} sets. */
    private static OwnerRow row(String project, ImportedOwner owner, long lastPosition) {
        return new OwnerRow(
                project, owner.id(), Objects.requireNonNull(owner.createdAt()), lastPosition, 0, owner.values());
    }

    /** Creates owners, unless their ids exist. Returns the ids that exist. */
    Set<String> insert(TransferKind kind, String project, List<NewOwner> newOwners) {
        Set<String> existing = Set.copyOf(jdbc.queryForList(
                "select id from " + tables(kind).owners() + " where id in " + Placeholders.of(newOwners),
                String.class,
                newOwners.stream().map(NewOwner::id).toArray()));
        List<NewOwner> absent = newOwners.stream()
                .filter(owner -> !existing.contains(owner.id()))
                .toList();
        kind.tables()
                .owners()
                .insert(absent.stream()
                        .map(owner ->
                                row(project, owner.owner(), owner.entries().size()))
                        .toList());
        insertEntries(
                kind,
                absent.stream()
                        .flatMap(owner -> placed(owner.id(), owner.entries(), 0))
                        .toList());
        removeOldIndex(kind, absent.stream().map(NewOwner::id).toList());
        absent.forEach(
                owner -> complete(kind, project, owner.owner(), owner.entries().size()));
        return existing;
    }

    /** Appends entries to a hidden owner. The deletion relies on its last position if the import is interrupted. */
    void appendHidden(TransferKind kind, String ownerId, List<ImportedEntry> entries, long after) {
        updateHidden(kind, ownerId, "last_position", after + entries.size());
        insertEntries(kind, ownerId, entries, after);
    }

    /** Gives a hidden owner to its project. */
    void publish(TransferKind kind, String project, ImportedOwner owner, long lastPosition) {
        updateHidden(kind, owner.id(), "project", project);
        removeOldIndex(kind, List.of(owner.id()));
        complete(kind, project, owner, lastPosition);
    }

    /** Locks the owner. On H2, no foreign key keeps entries from being written for an owner that does not exist. */
    private void updateHidden(TransferKind kind, String ownerId, String column, Object value) {
        String update = "update " + tables(kind).owners() + " set " + column + " = ? where id = ? and project = ?";
        int rows = jdbc.update(update, value, ownerId, SequenceDeletion.HIDDEN);
        if (rows != 1) {
            throw new JdbcUpdateAffectedIncorrectNumberOfRowsException(update, 1, rows);
        }
    }

    /** A server of an earlier version may have deleted owners with these ids, but not their metadata from the index. */
    private static void removeOldIndex(TransferKind kind, List<String> ownerIds) {
        if (!ownerIds.isEmpty()) {
            kind.tables().owners().metadataIndex().remove(ownerIds);
        }
    }

    /** Indexes a new owner, which counts from now on for the retention, whatever its dates are. */
    private void complete(TransferKind kind, String project, ImportedOwner owner, long lastPosition) {
        long createdAt = Objects.requireNonNull(owner.createdAt());
        kind.tables().owners().metadataIndex().add(project, owner.id(), createdAt, owner.metadata());
        kind.setLastActivity(owner.id(), lastPosition, clock.instant().getEpochSecond());
    }

    /** The last position that an entry of the project's owner has or had. */
    long lastPosition(TransferKind kind, String project, String ownerId) {
        return kind.tables().positions().lastPosition(project, ownerId);
    }

    /**
     * Appends entries to an owner of the project.
     *
     * @param expected the last position for which it is known that the owner contains none of the entries
     * @return the new last position; empty if the project no longer has this owner, or if it contains one of the
     *     entries by now
     */
    OptionalLong append(TransferKind kind, String project, String ownerId, List<ImportedEntry> entries, long expected) {
        SequencePositions<?> positions = kind.tables().positions();
        OptionalLong taken = positions.takePositions(project, ownerId, entries.size());
        if (taken.isEmpty()) {
            return taken;
        }
        long after = taken.getAsLong();
        long last = after + entries.size();
        List<String> ids = entries.stream().map(ImportedEntry::id).toList();
        if (after != expected && !positions.findExisting(ownerId, ids).isEmpty()) {
            throw new LostRaceException();
        }
        if (hasTombstones(kind, ownerId)) {
            positions.deleteTombstones(ownerId, ids);
        }
        insertEntries(kind, ownerId, entries, after);
        kind.setLastActivity(ownerId, last, clock.instant().getEpochSecond());
        return OptionalLong.of(last);
    }

    /** Without the order, PostgreSQL may read the whole table. */
    private boolean hasTombstones(TransferKind kind, String ownerId) {
        SequenceTables tables = tables(kind);
        String owner = tables.ownerColumn();
        return !jdbc.queryForList(
                        "select 1 from " + tables.tombstones() + " where " + owner + " = ? order by " + owner
                                + ", position limit 1",
                        Integer.class,
                        ownerId)
                .isEmpty();
    }

    /** @param after the position before the first entry */
    void insertEntries(TransferKind kind, String ownerId, List<ImportedEntry> entries, long after) {
        insertEntries(kind, placed(ownerId, entries, after).toList());
    }

    private record PlacedEntry(String ownerId, long position, ImportedEntry entry) {}

    private static Stream<PlacedEntry> placed(String ownerId, List<ImportedEntry> entries, long after) {
        return IntStream.range(0, entries.size())
                .mapToObj(i -> new PlacedEntry(ownerId, after + i + 1, entries.get(i)));
    }

    private void insertEntries(TransferKind kind, List<PlacedEntry> entries) {
        LargeParameters.batchUpdate(
                jdbc,
                kind.tables().insertEntry(),
                entries.stream()
                        .map(placed -> join(placed.entry.values(), placed.ownerId, placed.entry.id(), placed.position))
                        .toList());
        List<Object[]> details = new ArrayList<>();
        for (PlacedEntry placed : entries) {
            Object[] values = placed.entry.details();
            if (values != null) {
                details.add(join(values, placed.ownerId, placed.position));
            }
        }
        if (!details.isEmpty()) {
            jdbc.batchUpdate(Objects.requireNonNull(kind.tables().insertDetails()), details);
        }
    }

    private static Object[] join(Object[] values, Object... first) {
        return Stream.of(first, values).flatMap(Stream::of).toArray();
    }

    private static SequenceTables tables(TransferKind kind) {
        return kind.tables().positions().tables();
    }
}
