package dev.bobbin.thread.request;

import dev.bobbin.web.json.JsonInput;
import dev.bobbin.web.json.Metadata;
import java.util.List;
import java.util.Map;

/** A thread to create, with its first messages. */
public record CreateThreadRequest(
        List<CreateMessageRequest> messages, ToolResources toolResources, Map<String, String> metadata) {

    private static final int MAX_MESSAGES = 32;

    /** Reads a body. No body means a thread without messages, and so does {@code []}, since PHP writes it for {}. */
    public static CreateThreadRequest from(JsonInput body) {
        if (body.isAbsent() || body.isEmptyArray()) {
            return new CreateThreadRequest(List.of(), ToolResources.NONE, Map.of());
        }
        body.object(List.of(), List.of("messages", "tool_resources", "metadata"));
        return new CreateThreadRequest(
                body.member("messages")
                        .map(messages -> messages.array("objects", MAX_MESSAGES, CreateMessageRequest::from))
                        .orElse(List.of()),
                body.optional("tool_resources").map(ToolResources::ofNewThread).orElse(ToolResources.NONE),
                body.optional("metadata").map(Metadata::from).orElse(Map.of()));
    }
}
