package dev.bobbin.transfer.request;

import dev.bobbin.thread.ThreadObject;
import dev.bobbin.thread.request.ToolResources;
import dev.bobbin.web.json.JsonInput;
import dev.bobbin.web.json.JsonText;
import dev.bobbin.web.json.Metadata;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A thread to import.
 *
 * @param createdAt null if the thread has the date of its oldest message
 */
public record ImportedThread(
        String id, @Nullable Long createdAt, Map<String, String> metadata, JsonText toolResources) {

    public static ImportedThread from(JsonInput input) {
        input.object(List.of("object", "id"), List.of("created_at", "metadata", "tool_resources"));
        return new ImportedThread(
                id(input),
                input.optional("created_at").map(ImportedDate::from).orElse(null),
                input.optional("metadata").map(Metadata::from).orElse(Map.of()),
                JsonText.of(input.optional("tool_resources")
                        .map(ToolResources::ofThread)
                        .orElse(ToolResources.NONE)));
    }

    public static String id(JsonInput input) {
        return ImportedId.from(input.required("id"), "thread");
    }

    /** A thread that only its messages mention. */
    public static ImportedThread withoutLine(String id) {
        return new ImportedThread(id, null, Map.of(), JsonText.of(ToolResources.NONE));
    }

    /** Compares the values. The order of the metadata does not matter. */
    public boolean equalTo(ThreadObject thread) {
        return (createdAt == null || createdAt == thread.createdAt())
                && metadata.equals(Metadata.parse(thread.metadata()))
                && toolResources.equals(thread.toolResources());
    }
}
