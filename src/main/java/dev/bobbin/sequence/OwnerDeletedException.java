package dev.bobbin.sequence;

/** The owner of a sequence was deleted before all of the sequence was read. */
public final class OwnerDeletedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    OwnerDeletedException(String ownerId) {
        super(ownerId);
    }
}
