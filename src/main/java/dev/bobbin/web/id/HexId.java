package dev.bobbin.web.id;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;

/**
 * Creates the ids of conversations and their items: a prefix that names the kind of object, an underscore, and 48
 * lowercase hexadecimal digits.
 *
 * <p>The first 12 digits are the time of creation in milliseconds since 1970. So ids sort by time, and rows that are
 * inserted together share a page of the index. The other 36 digits are 144 bits from a secure random source, which no
 * client can guess. As with {@link ObjectId}, no code may depend on the order of ids.
 */
public final class HexId {

    private static final int TIME_LENGTH = 12;
    private static final int RANDOM_BYTES = 18;
    private static final SecureRandom RANDOM = new SecureRandom();

    private HexId() {}

    public static String create(String prefix, Instant createdAt) {
        byte[] random = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(random);
        HexFormat hex = HexFormat.of();
        return prefix + "_" + hex.toHexDigits(createdAt.toEpochMilli(), TIME_LENGTH) + hex.formatHex(random);
    }
}
