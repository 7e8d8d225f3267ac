package dev.bobbin.transfer;

import dev.bobbin.web.error.ApiException;
import dev.bobbin.web.json.JsonInput;
import java.util.Optional;

/**
 * Everything that export and import know about one kind of owner and its entries, such as threads and their messages.
 * An import writes an owner with its entries whole, or not at all.
 */
public interface TransferKind {

    TransferNames names();

    TransferTables tables();

    /**
     * Whether a value of a body is an owner. Otherwise, it is an entry.
     *
     * @param inPage whether the value is an element of a list page
     * @throws ApiException if it is neither
     */
    boolean isOwner(JsonInput value, boolean inPage);

    String ownerId(JsonInput owner);

    ImportedOwner owner(JsonInput owner);

    /** An owner that only its entries mention. */
    ImportedOwner ownerWithoutLine(String id);

    /** The id of the owner that an entry names. */
    String ownerIdOfEntry(JsonInput entry);

    ImportedEntry entry(JsonInput entry);

    /** The error for an entry whose owner does not exist. */
    ApiException noOwner(String param, String id);

    /** Finds an owner of the project. */
    Optional<ImportedOwner> find(String project, String ownerId);

    /**
     * Sets the last activity of an owner up to a position, in seconds since 1970. The caller holds the lock on the
     * owner.
     */
    void setLastActivity(String ownerId, long position, long at);
}
