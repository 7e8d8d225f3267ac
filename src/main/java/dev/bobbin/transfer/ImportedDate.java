package dev.bobbin.transfer;

import dev.bobbin.web.json.JsonInput;

/** Reads a date in seconds since 1970, up to the year 9999. */
public final class ImportedDate {

    private static final long MAX = 253_402_300_799L;

    private ImportedDate() {}

    public static long from(JsonInput input) {
        return input.integer(0L, MAX);
    }
}
