package dev.bobbin.conversation.request;

import dev.bobbin.web.error.InvalidInput;
import dev.bobbin.web.json.JsonInput;
import java.util.List;
import java.util.Map;

/** The metadata that replaces the metadata of a conversation. */
public record UpdateConversationRequest(Map<String, String> metadata) {

    public static UpdateConversationRequest from(JsonInput body) {
        if (body.isAbsent()) {
            throw InvalidInput.missing("metadata");
        }
        body.object(List.of("metadata"), List.of());
        return new UpdateConversationRequest(ConversationMetadata.from(body.required("metadata")));
    }
}
