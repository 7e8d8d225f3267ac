package dev.bobbin.transfer.thread;

import dev.bobbin.thread.ThreadObject;
import dev.bobbin.thread.request.ToolResources;
import dev.bobbin.transfer.ImportedDate;
import dev.bobbin.transfer.ImportedId;
import dev.bobbin.transfer.ImportedOwner;
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
record ImportedThread(String id, @Nullable Long createdAt, Map<String, String> metadata, JsonText toolResources)
        implements ImportedOwner {

    static ImportedThread from(JsonInput input) {
        input.object(List.of("object", "id"), List.of("created_at", "metadata", "tool_resources"));
        return new ImportedThread(
                id(input),
                input.optional("created_at").map(ImportedDate::from).orElse(null),
                input.optional("metadata").map(Metadata::from).orElse(Map.of()),
                JsonText.of(input.optional("tool_resources")
                        .map(ToolResources::ofThread)
                        .orElse(ToolResources.NONE)));
    }

    static String id(JsonInput input) {
        return ImportedId.from(input.required("id"), "thread");
    }

    /** A thread that only its messages mention. */
    static ImportedThread withoutLine(String id) {
        return new ImportedThread(id, null, Map.of(), JsonText.of(ToolResources.NONE));
    }

    static ImportedThread of(ThreadObject thread) {
        return new ImportedThread(
                thread.id(), thread.createdAt(), Metadata.parse(thread.metadata()), thread.toolResources());
    }

    @Override
    public ImportedThread withCreatedAt(long date) {
        return new ImportedThread(id, date, metadata, toolResources);
    }

    @Override
    public List<JsonText> values() {
        return List.of(JsonText.of(metadata), toolResources);
    }
}
