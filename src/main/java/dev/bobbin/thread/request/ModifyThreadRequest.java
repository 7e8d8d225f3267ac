package dev.bobbin.thread.request;

import dev.bobbin.web.json.JsonInput;
import dev.bobbin.web.json.Metadata;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A modification of a thread. A member that is null stays unchanged. */
public record ModifyThreadRequest(
        @Nullable ToolResources toolResources, @Nullable Map<String, String> metadata) {

    public static ModifyThreadRequest from(JsonInput body) {
        body.object(List.of(), List.of("tool_resources", "metadata"));
        return new ModifyThreadRequest(
                body.member("tool_resources").map(ToolResources::ofThread).orElse(null),
                body.member("metadata").map(Metadata::from).orElse(null));
    }
}
