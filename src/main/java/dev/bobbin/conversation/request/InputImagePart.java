package dev.bobbin.conversation.request;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.bobbin.web.error.InvalidInput;
import dev.bobbin.web.json.JsonInput;
import dev.bobbin.web.json.WebUrl;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An image, as a URL or the id of a file. The server has no Files API, so every id is valid. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record InputImagePart(
        String type,
        String detail,
        @Nullable String fileId,
        @Nullable String imageUrl,
        @Nullable CacheBreakpoint promptCacheBreakpoint) {

    private static final String DEFAULT_DETAIL = "auto";

    static InputImagePart from(String type, JsonInput input) {
        input.object(List.of("type"), List.of("detail", "file_id", "image_url", CacheBreakpoint.NAME));
        if (input.optional("image_url").isEmpty() && input.optional("file_id").isEmpty()) {
            throw InvalidInput.missing(input.pathTo("image_url"));
        }
        return new InputImagePart(
                type,
                input.optional("detail").map(InputImagePart::detail).orElse(DEFAULT_DETAIL),
                input.optional("file_id").map(JsonInput::string).orElse(null),
                input.optional("image_url").map(WebUrl::orDataFrom).orElse(null),
                CacheBreakpoint.of(input));
    }

    /** How closely a model looks at an image or file. */
    static String detail(JsonInput input) {
        return input.oneOf("low", "high", "auto", "original");
    }
}
