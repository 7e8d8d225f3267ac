package dev.bobbin.transfer;

import dev.bobbin.transfer.ImportReport.Problem;
import dev.bobbin.transfer.body.BodyScanner;
import dev.bobbin.transfer.body.BodyScanner.Element;
import dev.bobbin.transfer.body.Place;
import dev.bobbin.web.error.ApiException;
import dev.bobbin.web.json.JsonInput;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Collects the lines of a body owner by owner. When the next owner begins, the lines of the owner before it are
 * complete.
 */
final class ImportRun implements BodyScanner.Target {

    private final Import current;
    private final OwnerImporter importer;
    private final EntryIndex index;
    private final LaterOwners laterOwners;
    private @Nullable OwnerLines lines;

    ImportRun(Import current, OwnerImporter importer, EntryIndex index, LaterOwners laterOwners) {
        this.current = current;
        this.importer = importer;
        this.index = index;
        this.laterOwners = laterOwners;
    }

    @Override
    public void element(Element element) {
        JsonInput json;
        boolean isOwner;
        try {
            json = current.json().apply(element);
            isOwner = current.kind().isOwner(json, element.index() >= 0);
        } catch (ApiException e) {
            if (!e.isInvalidInput()) {
                throw e;
            }
            unreadable(element.place(), e);
            return;
        }
        if (isOwner) {
            addOwner(element, json);
        } else {
            addEntry(element, json);
        }
    }

    /** An unreadable line belongs to the owner before it. */
    @Override
    public void unreadable(Place begin, ApiException error) {
        if (lines == null) {
            current.report().entries.refused++;
            current.report().add(Problem.of(begin.line(), error));
        } else {
            lines.addInvalid(begin, error);
        }
    }

    private void addOwner(Element element, JsonInput json) {
        String ownerId;
        try {
            ownerId = current.kind().ownerId(json);
        } catch (ApiException e) {
            finish();
            current.report().owners.refused++;
            current.report().add(Problem.of(element.line(), e));
            return;
        }
        if (!laterOwners.reach(ownerId, element)) {
            finish();
            beginWith(element, json, ownerId);
        } else if (lines == null || !lines.ownerId.equals(ownerId)) {
            finish();
            begin(ownerId);
        }
    }

    private void beginWith(Element element, JsonInput json, String ownerId) {
        OwnerLines begun = begin(ownerId);
        begun.ownerLine = element;
        try {
            begun.owner = current.kind().owner(json);
        } catch (ApiException e) {
            begun.addProblem(element, e);
        }
    }

    private void addEntry(Element element, JsonInput json) {
        String ownerId = ownerIdOfEntry(json);
        OwnerLines target = lines;
        if (ownerId != null && (target == null || !target.ownerId.equals(ownerId))) {
            finish();
            target = beginWithEntry(element, ownerId);
        }
        try {
            ImportedEntry entry = current.kind().entry(json);
            if (target != null) {
                target.add(element, entry);
            }
        } catch (ApiException e) {
            unreadable(element.place(), e);
        }
    }

    private OwnerLines beginWithEntry(Element entry, String ownerId) {
        Element line = laterOwners.take(ownerId);
        if (line == null) {
            return begin(ownerId);
        }
        beginWith(line, current.json().apply(line), ownerId);
        current.parsing().reserve(entry.bytes());
        return Objects.requireNonNull(lines);
    }

    private @Nullable String ownerIdOfEntry(JsonInput json) {
        try {
            return current.kind().ownerIdOfEntry(json);
        } catch (ApiException e) {
            return null;
        }
    }

    private OwnerLines begin(String ownerId) {
        if (current.newOwners().stream().anyMatch(owner -> owner.id().equals(ownerId))) {
            importer.createNewOwners(current);
        }
        OwnerLines begun = new OwnerLines(ownerId, index);
        lines = begun;
        return begun;
    }

    /** Writes the lines of the owner that has been read. */
    void finish() {
        OwnerLines complete = lines;
        lines = null;
        if (complete != null) {
            importer.write(current, complete);
        }
    }
}
