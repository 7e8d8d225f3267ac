package dev.bobbin.web.limit;

import dev.bobbin.web.error.ApiException;

/**
 * Limits the size of an object as it is stored. The stored JSON can be twice as long as the body, because it contains
 * the default values. H2 reads and writes an object together with its neighbours, in large arrays.
 */
public final class StoredSize {

    /** A body of maximum size fits, unless it consists of very small parts. */
    private static final long MAX_LENGTH = Heap.CURRENT.largestBody() * 4 / 3;

    private StoredSize() {}

    /**
     * @param param the parameter that an error reports
     * @param length the length of the stored JSON
     * @throws ApiException with 413 if the object is too large for the heap
     */
    public static void check(String param, long length) {
        if (length > MAX_LENGTH) {
            throw ApiException.tooLarge(
                    param,
                    "Invalid '" + param + "': too large. Expected at most " + MAX_LENGTH
                            + " characters of JSON in the format of a response, but got " + length + " instead.");
        }
    }
}
