package dev.bobbin.conversation.request;

import dev.bobbin.web.json.JsonInput;
import dev.bobbin.web.json.Metadata;
import java.util.Map;

/** Reads the metadata of a conversation. Unlike the metadata of a thread, it cannot be null. */
final class ConversationMetadata {

    private ConversationMetadata() {}

    static Map<String, String> from(JsonInput input) {
        if (!input.isObject()) {
            throw input.wrongType("a metadata object");
        }
        return Metadata.from(input);
    }
}
