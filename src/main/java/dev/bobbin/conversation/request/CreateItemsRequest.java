package dev.bobbin.conversation.request;

import dev.bobbin.web.error.InvalidInput;
import dev.bobbin.web.json.JsonInput;
import java.util.List;

/** Items to append to a conversation. */
public record CreateItemsRequest(List<InputItem> items) {

    public static CreateItemsRequest from(JsonInput body, int maxItems) {
        if (body.isAbsent()) {
            throw InvalidInput.missing("items");
        }
        body.object(List.of("items"), List.of());
        return new CreateItemsRequest(InputItem.listFrom(body.required("items"), maxItems));
    }
}
