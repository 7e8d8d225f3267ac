package dev.bobbin.transfer.conversation;

import dev.bobbin.conversation.ConversationObject;
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
 * A conversation to import.
 *
 * @param createdAt null if the conversation has no line, and the import has not set its date yet
 */
record ImportedConversation(String id, @Nullable Long createdAt, Map<String, String> metadata)
        implements ImportedOwner {

    static ImportedConversation from(JsonInput input) {
        input.object(List.of("object", "id", "created_at"), List.of("metadata"));
        return new ImportedConversation(
                id(input, "id"),
                ImportedDate.from(input.required("created_at")),
                input.optional("metadata").map(Metadata::from).orElse(Map.of()));
    }

    /** A conversation that only its items mention. */
    static ImportedConversation withoutLine(String id) {
        return new ImportedConversation(id, null, Map.of());
    }

    /** @param name the member with the id */
    static String id(JsonInput input, String name) {
        return ImportedId.from(input.required(name), "conv");
    }

    static ImportedConversation of(ConversationObject conversation) {
        return new ImportedConversation(
                conversation.id(), conversation.createdAt(), Metadata.parse(conversation.metadata()));
    }

    @Override
    public ImportedConversation withCreatedAt(long date) {
        return new ImportedConversation(id, date, metadata);
    }

    @Override
    public List<JsonText> values() {
        return List.of(JsonText.of(metadata));
    }
}
