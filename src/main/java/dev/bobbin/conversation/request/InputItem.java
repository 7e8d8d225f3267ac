package dev.bobbin.conversation.request;

import dev.bobbin.web.json.JsonInput;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** An item that a client adds to a conversation. */
public sealed interface InputItem permits NewItem, ItemReference {

    static List<InputItem> listFrom(JsonInput input, int max) {
        return input.array("input items", max, InputItem::from);
    }

    private static InputItem from(JsonInput input) {
        if (!input.isObject()) {
            throw input.wrongType("an input item");
        }
        String type = type(input);
        return type.equals(ItemReference.TYPE)
                ? ItemReference.from(input)
                : NewItem.from(ItemType.named(type, input.path()), input);
    }

    /** The type of an item. Without {@code type}, a role means a message, and an id alone means a reference. */
    private static String type(JsonInput item) {
        Optional<JsonInput> type = item.optional("type");
        if (type.isPresent()) {
            return type.get().quote();
        }
        if (item.optional("role").isPresent()) {
            return "message";
        }
        boolean idAlone =
                item.optional("id").isPresent() && Set.of("id", "type").containsAll(item.names());
        return idAlone ? ItemReference.TYPE : "";
    }
}
