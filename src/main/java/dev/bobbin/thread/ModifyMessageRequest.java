package dev.bobbin.thread;

import dev.bobbin.api.JsonInput;
import dev.bobbin.api.Metadata;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What to change about a message: its metadata as a whole, or nothing. */
record ModifyMessageRequest(@Nullable Map<String, String> metadata) {

    static ModifyMessageRequest from(JsonInput body) {
        body.object(List.of(), List.of("metadata"));
        return new ModifyMessageRequest(
                body.member("metadata").map(Metadata::from).orElse(null));
    }
}
