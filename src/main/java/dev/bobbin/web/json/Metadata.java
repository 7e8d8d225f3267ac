package dev.bobbin.web.json;

import dev.bobbin.web.CodePoints;
import dev.bobbin.web.error.InvalidInput;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads the metadata of a thread or message: pairs of strings, in the client's order. */
public final class Metadata {

    public static final int MAX_PAIRS = 16;
    public static final int MAX_KEY_LENGTH = 64;
    public static final int MAX_VALUE_LENGTH = 512;

    private Metadata() {}

    /** Reads the pairs. Null means no pairs. */
    public static Map<String, String> from(JsonInput input) {
        if (input.isAbsent()) {
            return Map.of();
        }
        int size = input.names().size();
        if (size > MAX_PAIRS) {
            throw InvalidInput.tooManyMembers(input.path(), MAX_PAIRS, size);
        }
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String key : input.names()) {
            JsonInput value = input.required(key);
            checkKey(input.path(), key, value.path());
            pairs.put(key, value.string(MAX_VALUE_LENGTH));
        }
        return pairs;
    }

    /** Parses metadata that the server has stored. */
    public static Map<String, String> parse(JsonText stored) {
        Map<String, String> pairs = new LinkedHashMap<>();
        Json.MAPPER.readTree(stored.text()).forEachEntry((name, value) -> pairs.put(name, value.stringValue()));
        return pairs;
    }

    private static void checkKey(String path, String key, String keyPath) {
        if (CodePoints.length(key) > MAX_KEY_LENGTH) {
            throw InvalidInput.nameTooLong(path, key, MAX_KEY_LENGTH);
        }
        if (!CodePoints.isStorable(key)) {
            throw InvalidInput.character(keyPath);
        }
    }
}
