package dev.bobbin.api;

import java.security.SecureRandom;

/** Ids: a prefix that tells the kind of object, and 24 letters or digits that nobody can guess. */
public final class ObjectId {

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int LENGTH = 24;
    private static final SecureRandom RANDOM = new SecureRandom();

    private ObjectId() {}

    public static String newThreadId() {
        return "thread_" + random();
    }

    public static String newMessageId() {
        return "msg_" + random();
    }

    /** The id of a thread from an address, if it looks like one. */
    public static String threadId(String id) {
        return check("thread_id", id, "thread");
    }

    /** The id of a message from an address, if it looks like one. */
    public static String messageId(String id) {
        return messageId("message_id", id);
    }

    static String messageId(String param, String id) {
        return check(param, id, "msg");
    }

    /** The id of a file, which is kept as it comes: there is no Files API behind it. */
    public static String fileId(JsonInput input) {
        return check(input.path(), input.string(), "file");
    }

    private static String check(String param, String id, String prefix) {
        if (!id.startsWith(prefix)) {
            throw InvalidInput.idWithoutPrefix(param, id, prefix);
        }
        // PostgreSQL would not even compare with U+0000.
        if (!Text.isStorable(id)) {
            throw InvalidInput.character(param);
        }
        return id;
    }

    private static String random() {
        return RANDOM.ints(LENGTH, 0, ALPHABET.length())
                .map(ALPHABET::charAt)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
