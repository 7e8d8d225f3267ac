package dev.bobbin.sequence;

/** Where an owner stands in a list: by the time of its creation, in seconds since 1970, and then by its id. */
record OwnerPlace(long createdAt, String id) {

    static final OwnerPlace FIRST = new OwnerPlace(Long.MIN_VALUE, "");
    static final OwnerPlace LAST = new OwnerPlace(Long.MAX_VALUE, "");
}
