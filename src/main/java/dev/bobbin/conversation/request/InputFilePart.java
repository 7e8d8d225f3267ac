package dev.bobbin.conversation.request;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.bobbin.web.error.InvalidInput;
import dev.bobbin.web.json.JsonInput;
import dev.bobbin.web.json.WebUrl;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A file, as its content, a URL or its id. The server has no Files API, so every id is valid. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record InputFilePart(
        String type,
        @Nullable String detail,
        @Nullable String fileData,
        @Nullable String fileId,
        @Nullable String fileUrl,
        @Nullable String filename,
        @Nullable CacheBreakpoint promptCacheBreakpoint) {

    static InputFilePart from(String type, JsonInput input) {
        input.object(
                List.of("type"),
                List.of("detail", "file_data", "file_id", "file_url", "filename", CacheBreakpoint.NAME));
        if (Stream.of("file_data", "file_id", "file_url")
                .allMatch(source -> input.optional(source).isEmpty())) {
            throw InvalidInput.missing(input.pathTo("file_id"));
        }
        return new InputFilePart(
                type,
                input.optional("detail").map(InputImagePart::detail).orElse(null),
                input.optional("file_data").map(JsonInput::string).orElse(null),
                input.optional("file_id").map(JsonInput::string).orElse(null),
                input.optional("file_url").map(WebUrl::from).orElse(null),
                input.optional("filename").map(JsonInput::string).orElse(null),
                CacheBreakpoint.of(input));
    }
}
