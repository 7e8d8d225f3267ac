package dev.bobbin.thread.request;

import dev.bobbin.web.json.JsonInput;
import dev.bobbin.web.json.Metadata;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A modification of a message. Null means that the metadata stays unchanged. */
public record ModifyMessageRequest(@Nullable Map<String, String> metadata) {

    public static ModifyMessageRequest from(JsonInput body) {
        body.object(List.of(), List.of("metadata"));
        return new ModifyMessageRequest(
                body.member("metadata").map(Metadata::from).orElse(null));
    }
}
