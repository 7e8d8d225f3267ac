package dev.bobbin.transfer;

import dev.bobbin.transfer.EntryIndex.Entry;
import java.util.List;

/**
 * An owner that one transaction can create.
 *
 * @param places the places of its entries, to compare them again if another request has created the owner meanwhile
 * @param entries the entries without repeated ones
 */
record NewOwner(OwnerLines lines, List<Entry> places, ImportedOwner owner, List<ImportedEntry> entries) {

    static NewOwner of(OwnerLines lines, ImportedOwner owner, List<ImportedEntry> entries) {
        return new NewOwner(lines, lines.places(), owner, entries);
    }

    String id() {
        return owner.id();
    }
}
