package dev.bobbin.thread;

import dev.bobbin.api.JsonInput;
import dev.bobbin.api.Metadata;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What to change about a thread: each member that is given replaces the old one as a whole. */
record ModifyThreadRequest(
        @Nullable ToolResources toolResources, @Nullable Map<String, String> metadata) {

    static ModifyThreadRequest from(JsonInput body) {
        body.object(List.of(), List.of("tool_resources", "metadata"));
        return new ModifyThreadRequest(
                body.member("tool_resources").map(ToolResources::ofThread).orElse(null),
                body.member("metadata").map(Metadata::from).orElse(null));
    }

    void applyTo(MessageThread thread) {
        if (toolResources != null) {
            thread.replaceToolResources(toolResources);
        }
        if (metadata != null) {
            thread.replaceMetadata(metadata);
        }
    }
}
