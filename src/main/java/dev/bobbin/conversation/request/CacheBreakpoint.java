package dev.bobbin.conversation.request;

import dev.bobbin.web.json.JsonInput;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A mark on a part, up to which the model may cache a prompt. */
record CacheBreakpoint(String mode) {

    static final String NAME = "prompt_cache_breakpoint";

    /** Reads the mark of a part, if it has one. */
    static @Nullable CacheBreakpoint of(JsonInput part) {
        return part.optional(NAME).map(CacheBreakpoint::from).orElse(null);
    }

    private static CacheBreakpoint from(JsonInput input) {
        input.object(List.of("mode"), List.of());
        return new CacheBreakpoint(input.required("mode").oneOf("explicit"));
    }
}
