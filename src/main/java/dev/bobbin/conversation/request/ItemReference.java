package dev.bobbin.conversation.request;

import dev.bobbin.web.json.JsonInput;
import java.util.List;

/** The id of an existing item. The API returns an error for every reference, since it never adds an item twice. */
public record ItemReference(String id) implements InputItem {

    static final String TYPE = "item_reference";

    static ItemReference from(JsonInput input) {
        input.object(List.of("id"), List.of("type"));
        return new ItemReference(input.required("id").string());
    }
}
