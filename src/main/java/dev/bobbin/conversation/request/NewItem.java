package dev.bobbin.conversation.request;

import dev.bobbin.web.error.InvalidInput;
import dev.bobbin.web.json.JsonInput;
import dev.bobbin.web.json.JsonText;
import dev.bobbin.web.limit.StoredSize;
import org.jspecify.annotations.Nullable;

/**
 * An item to create. It holds the JSON that is stored, which needs far less memory than the parsed body.
 *
 * @param id the client's id; null if the server generates one
 * @param idPrefix the prefix of a generated id, without the underscore
 * @param members the JSON object of the item without the member {@code id}
 */
public record NewItem(String type, @Nullable String id, String idPrefix, JsonText members) implements InputItem {

    static NewItem from(ItemType type, JsonInput input) {
        JsonText members = JsonText.of(type.read(input));
        StoredSize.check(input.path(), members.text().length());
        String id = input.optional("id").map(type.idPrefix()::check).orElse(null);
        return new NewItem(type.text(), id, type.idPrefix().text(), members);
    }

    /** Reads an item that the API has returned. It has a type and an id. The other members are those of a new one. */
    public static NewItem ofStored(JsonInput input) {
        JsonInput type = requireValue(input, "type");
        requireValue(input, "id");
        return from(ItemType.ofStored(type.quote(), input.path()), input);
    }

    private static JsonInput requireValue(JsonInput object, String name) {
        return object.optional(name).orElseThrow(() -> InvalidInput.missing(object.pathTo(name)));
    }

    /**
     * The item as the API returns it.
     *
     * @param id an id of ASCII letters, digits, underscores and hyphens
     */
    public JsonText withId(String id) {
        return new JsonText("{\"id\":\"" + id + "\"}").append(members);
    }
}
