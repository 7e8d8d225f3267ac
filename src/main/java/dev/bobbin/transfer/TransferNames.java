package dev.bobbin.transfer;

import org.springframework.util.StringUtils;

/**
 * The names of one kind of owner and its entries, in requests, responses and metrics.
 *
 * @param idPrefix the beginning of an owner's id
 * @param pathToId the path of an entry's id, from the value in the body
 */
public record TransferNames(
        String owner, String owners, String entry, String entries, String idPrefix, String pathToId) {

    /** The member of a value in a body that names the owner of an entry. */
    String pathToOwnerId() {
        return owner + "_id";
    }

    /** The name of an owner at the beginning of a sentence. */
    String capitalizedOwner() {
        return StringUtils.capitalize(owner);
    }

    /** The name of an entry at the beginning of a sentence. */
    String capitalizedEntry() {
        return StringUtils.capitalize(entry);
    }
}
