package dev.bobbin.conversation.request;

import dev.bobbin.web.json.JsonInput;
import java.util.List;
import java.util.Map;

/** A conversation to create, with its first items. */
public record CreateConversationRequest(List<InputItem> items, Map<String, String> metadata) {

    /** Reads a body. No body means a conversation without items, and so does {@code []}, since PHP writes it for {}. */
    public static CreateConversationRequest from(JsonInput body, int maxItems) {
        if (body.isAbsent() || body.isEmptyArray()) {
            return new CreateConversationRequest(List.of(), Map.of());
        }
        body.object(List.of(), List.of("items", "metadata"));
        return new CreateConversationRequest(
                body.optional("items")
                        .map(items -> InputItem.listFrom(items, maxItems))
                        .orElse(List.of()),
                body.optional("metadata").map(ConversationMetadata::from).orElse(Map.of()));
    }
}
