package dev.bobbin.thread.request;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.bobbin.web.json.JsonInput;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The files that a thread's tools may read. The server stores the ids unchecked, since it has no Files API. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ToolResources(
        @Nullable CodeInterpreter codeInterpreter, @Nullable FileSearch fileSearch) {

    public static final ToolResources NONE = new ToolResources(null, null);

    record CodeInterpreter(List<String> fileIds) {

        private static final int MAX_FILES = 20;

        static CodeInterpreter from(JsonInput input) {
            input.object(List.of(), List.of("file_ids"));
            return new CodeInterpreter(input.member("file_ids")
                    .map(ids -> ids.array("strings", MAX_FILES, JsonInput::string))
                    .orElse(List.of()));
        }
    }

    record FileSearch(List<String> vectorStoreIds) {

        private static final int MAX_STORES = 1;

        static FileSearch ofExisting(JsonInput input) {
            input.object(List.of(), List.of("vector_store_ids"));
            return new FileSearch(ids(input));
        }

        /** Uses the id of an existing store, or else generates one for a new store: a thread has at most one store. */
        static FileSearch ofExistingOrNew(JsonInput input) {
            input.object(List.of(), List.of("vector_store_ids", "vector_stores"));
            List<String> existing = ids(input);
            List<String> created = input.member("vector_stores")
                    .map(stores -> stores.array("objects", MAX_STORES, VectorStoreRequest::idFor))
                    .orElse(List.of());
            return new FileSearch(existing.isEmpty() ? created : existing);
        }

        private static List<String> ids(JsonInput input) {
            return input.member("vector_store_ids")
                    .map(ids -> ids.array("strings", MAX_STORES, JsonInput::string))
                    .orElse(List.of());
        }
    }

    /** Reads the resources of a new thread, which may contain a request for a new vector store. */
    static ToolResources ofNewThread(JsonInput input) {
        return from(input, FileSearch::ofExistingOrNew);
    }

    /** Reads the resources of an existing thread. */
    public static ToolResources ofThread(JsonInput input) {
        return from(input, FileSearch::ofExisting);
    }

    private static ToolResources from(JsonInput input, Function<JsonInput, FileSearch> fileSearch) {
        if (input.isAbsent()) {
            return NONE;
        }
        input.object(List.of(), List.of("code_interpreter", "file_search"));
        return new ToolResources(
                input.member("code_interpreter").map(CodeInterpreter::from).orElse(null),
                input.member("file_search").map(fileSearch).orElse(null));
    }
}
