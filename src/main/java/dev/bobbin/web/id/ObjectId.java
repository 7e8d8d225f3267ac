package dev.bobbin.web.id;

import dev.bobbin.web.CodePoints;
import dev.bobbin.web.error.InvalidInput;
import java.security.SecureRandom;
import java.time.Instant;

/**
 * Creates and checks object ids: a prefix that names the kind of object, an underscore, and 24 letters or digits.
 *
 * <p>The first 7 characters are the time of creation: milliseconds since 1970 in base 62, with digits in ASCII order.
 * So ids sort by time, and rows that are inserted together share a page of the index. The other 17 characters are 101
 * bits from a secure random source, which no client can guess. Two ids from the same millisecond or from two servers
 * can sort either way, so no code may depend on the order of ids.
 */
public final class ObjectId {

    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int TIME_LENGTH = 7;
    private static final int RANDOM_LENGTH = 17;
    private static final SecureRandom RANDOM = new SecureRandom();

    private ObjectId() {}

    /** A new id. Its time starts again at zero in the year 2081, after 62<sup>7</sup> milliseconds. */
    public static String create(String prefix, Instant createdAt) {
        char[] digits = new char[TIME_LENGTH + RANDOM_LENGTH];
        long time = createdAt.toEpochMilli();
        for (int i = TIME_LENGTH - 1; i >= 0; i--) {
            digits[i] = DIGITS.charAt(Math.floorMod(time, DIGITS.length()));
            time = Math.floorDiv(time, DIGITS.length());
        }
        for (int i = TIME_LENGTH; i < digits.length; i++) {
            digits[i] = DIGITS.charAt(RANDOM.nextInt(DIGITS.length()));
        }
        return prefix + "_" + new String(digits);
    }

    /**
     * Checks the prefix and the characters of an id that a client sent, but not its length.
     *
     * @param param the name of the parameter in the error
     */
    public static String check(String param, String id, String prefix) {
        if (!id.startsWith(prefix)) {
            throw InvalidInput.idWithoutPrefix(param, id, prefix);
        }
        // PostgreSQL rejects a statement with U+0000 in a parameter.
        if (!CodePoints.isStorable(id)) {
            throw InvalidInput.character(param);
        }
        return id;
    }
}
