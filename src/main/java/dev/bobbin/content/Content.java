package dev.bobbin.content;

import dev.bobbin.api.InvalidInput;
import dev.bobbin.api.JsonInput;
import java.util.List;

/** What a message says: one part or more. A client may send a single text as a plain string. */
public final class Content {

    private Content() {}

    public static List<ContentPart> from(JsonInput input) {
        if (input.isString()) {
            return List.of(ContentPart.TextPart.from(input));
        }
        if (!input.isArray()) {
            throw input.wrongType("one of a string or array of objects");
        }
        List<ContentPart> parts = input.array("objects", ContentPart::from);
        if (parts.isEmpty()) {
            throw InvalidInput.arrayEmpty(input.path());
        }
        return parts;
    }
}
