package dev.bobbin.conversation.request;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.bobbin.web.error.ApiException;
import dev.bobbin.web.json.JsonInput;
import dev.bobbin.web.json.JsonText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The reasoning of a model. A client may send a status, but the item has none, since the model API rejects it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ReasoningItem(
        String type,
        List<TextPart> summary,
        @Nullable List<TextPart> content,
        @Nullable String encryptedContent,
        @Nullable JsonText agent) {

    static ReasoningItem from(String type, JsonInput item) {
        item.object(List.of("summary"), List.of("id", "type", "status", "content", "encrypted_content", "agent"));
        ItemStatus.from(item);
        ReasoningItem reasoning = new ReasoningItem(
                type,
                texts(item.required("summary"), "summary_text"),
                item.optional("content")
                        .map(content -> texts(content, "reasoning_text"))
                        .orElse(null),
                item.optional("encrypted_content").map(JsonInput::string).orElse(null),
                item.optional("agent").map(JsonInput::verbatimObject).orElse(null));
        if (reasoning.encryptedContent() == null && item.optional("id").isEmpty()) {
            throw ApiException.badRequest("item", "invalid_item", "Invalid item");
        }
        return reasoning;
    }

    private static List<TextPart> texts(JsonInput input, String type) {
        return input.array("objects", part -> TextPart.ofReasoning(type, part));
    }
}
