package dev.bobbin.conversation.request;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.bobbin.web.error.InvalidInput;
import dev.bobbin.web.json.JsonInput;
import dev.bobbin.web.json.JsonText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message. A text in place of its parts becomes a single part. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record MessageItem(
        String type,
        String status,
        List<?> content,
        String role,
        @Nullable String phase,
        @Nullable JsonText agent) {

    private static final String[] ROLES = {"assistant", "system", "developer", "user"};

    static MessageItem from(String type, JsonInput item) {
        String role = role(item);
        boolean assistant = role.equals("assistant");
        if (!assistant && item.optional("phase").isPresent()) {
            throw InvalidInput.unknown(item.pathTo("phase"));
        }
        item.object(List.of("content"), List.of("id", "type", "status", "role", "phase", "agent"));
        return new MessageItem(
                type,
                ItemStatus.from(item),
                content(item.required("content"), assistant),
                role,
                item.optional("phase")
                        .map(phase -> phase.oneOf("commentary", "final_answer"))
                        .orElse(null),
                item.optional("agent").map(JsonInput::verbatimObject).orElse(null));
    }

    /** The role determines which other members are allowed. So it is checked first, and the error names the item. */
    private static String role(JsonInput item) {
        String role = item.optional("role").map(JsonInput::quote).orElse("");
        if (!List.of(ROLES).contains(role)) {
            throw InvalidInput.unsupported(item.path(), role, ROLES);
        }
        return role;
    }

    private static List<?> content(JsonInput input, boolean assistant) {
        if (!input.isString()) {
            return PartType.listFrom(input, assistant ? PartType.ASSISTANT : PartType.INPUT);
        }
        String text = input.string();
        return List.of(assistant ? OutputTextPart.of(text) : TextPart.of(text));
    }
}
