package dev.bobbin.transfer;

import dev.bobbin.database.DatabaseOperations;
import dev.bobbin.sequence.SequenceDeletion;
import dev.bobbin.web.error.ApiException;
import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Finds owners by ids that another import or a deletion may hold at the same time. */
@Component
class SettledOwners {

    private static final Duration MAX_WAIT = Duration.ofMinutes(10);
    private static final long PAUSE_MILLIS = 100;

    private final DatabaseOperations database;
    private final ImportStatements statements;
    private final PendingImports pending;

    SettledOwners(DatabaseOperations database, ImportStatements statements, PendingImports pending) {
        this.database = database;
        this.statements = statements;
        this.pending = pending;
    }

    /** Finds the project's owner. If another import or a deletion holds this id, waits for its end. */
    Optional<ImportedOwner> find(TransferKind kind, String project, String ownerId) {
        long end = System.nanoTime() + MAX_WAIT.toNanos();
        while (true) {
            Optional<ImportedOwner> owner = kind.find(project, ownerId);
            if (owner.isPresent() || !isHidden(kind, project, ownerId)) {
                return owner;
            }
            if (System.nanoTime() > end) {
                throw ApiException.unavailable(
                        "Another import or a deletion uses the " + kind.names().owner() + " '" + ownerId + "'.",
                        Duration.ofSeconds(30));
            }
            pending.sweep();
            pause();
        }
    }

    private boolean isHidden(TransferKind kind, String project, String ownerId) {
        return findProject(kind, project, ownerId)
                .filter(SequenceDeletion.HIDDEN::equals)
                .isPresent();
    }

    private Optional<String> findProject(TransferKind kind, String project, String ownerId) {
        return database.read(project, () -> statements.findProject(kind, ownerId));
    }

    /** Whether the owner belongs to another project. */
    boolean isForeign(TransferKind kind, String project, String ownerId) {
        return findProject(kind, project, ownerId)
                .filter(owner -> !owner.equals(project))
                .isPresent();
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
