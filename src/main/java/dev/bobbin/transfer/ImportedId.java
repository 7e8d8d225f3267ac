package dev.bobbin.transfer;

import dev.bobbin.web.error.ApiException;
import dev.bobbin.web.error.InvalidInput;
import dev.bobbin.web.json.JsonInput;
import java.util.regex.Pattern;

/** Checks an id that another server has generated. A response contains it without escapes. */
public final class ImportedId {

    private static final int MAX_LENGTH = 64;
    private static final Pattern CHARACTERS = Pattern.compile("[A-Za-z0-9_-]*");

    private ImportedId() {}

    public static String from(JsonInput input, String prefix) {
        String id = input.string();
        if (!id.startsWith(prefix)) {
            throw InvalidInput.idWithoutPrefix(input.path(), id, prefix);
        }
        if (id.length() > MAX_LENGTH || !CHARACTERS.matcher(id).matches()) {
            throw ApiException.badRequest(
                    input.path(),
                    "invalid_value",
                    "Invalid '" + input.path() + "'. Expected an ID of at most " + MAX_LENGTH
                            + " letters, digits, underscores and hyphens.");
        }
        return id;
    }
}
