package dev.bobbin.conversation.request;

import dev.bobbin.web.error.InvalidInput;
import dev.bobbin.web.json.JsonInput;
import java.util.regex.Pattern;

/**
 * The prefix of the ids of a type's items.
 *
 * @param required whether the id of a client must begin with it: the model rejects a returned item with another prefix
 */
record IdPrefix(String text, boolean required) {

    private static final int MAX_ID_LENGTH = 64;
    private static final Pattern CHARACTERS = Pattern.compile("[A-Za-z0-9_-]*");

    static IdPrefix required(String text) {
        return new IdPrefix(text, true);
    }

    /** The prefix of generated ids. Clients may use any other. */
    static IdPrefix usual(String text) {
        return new IdPrefix(text, false);
    }

    /** Checks the id that a client chose for an item. */
    String check(JsonInput input) {
        String id = input.string();
        if (required && !id.startsWith(text)) {
            throw InvalidInput.idWithoutPrefix(input.path(), id, text);
        }
        input.nonEmptyString(MAX_ID_LENGTH);
        if (!CHARACTERS.matcher(id).matches()) {
            throw InvalidInput.character(input.path());
        }
        return id;
    }
}
