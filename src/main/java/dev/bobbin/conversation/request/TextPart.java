package dev.bobbin.conversation.request;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.bobbin.web.json.JsonInput;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A text that a model has not written, or that belongs to its reasoning. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record TextPart(String type, String text, @Nullable CacheBreakpoint promptCacheBreakpoint) {

    static TextPart of(String text) {
        return new TextPart("input_text", text, null);
    }

    static TextPart from(String type, JsonInput input) {
        input.object(List.of("type", "text"), List.of(CacheBreakpoint.NAME));
        return new TextPart(type, input.required("text").string(), CacheBreakpoint.of(input));
    }

    /** Reads a part of a model's reasoning. */
    static TextPart ofReasoning(String type, JsonInput input) {
        input.object(List.of("type", "text"), List.of());
        return new TextPart(
                input.required("type").oneOf(type), input.required("text").string(), null);
    }
}
