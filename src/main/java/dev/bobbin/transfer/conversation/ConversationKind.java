package dev.bobbin.transfer.conversation;

import dev.bobbin.conversation.ConversationObject;
import dev.bobbin.conversation.ItemObject;
import dev.bobbin.conversation.NotFound;
import dev.bobbin.conversation.PositionedItem;
import dev.bobbin.sequence.OwnerList;
import dev.bobbin.sequence.SequenceDeletion;
import dev.bobbin.sequence.SequencePositions;
import dev.bobbin.sequence.SequenceWalk;
import dev.bobbin.transfer.ImportErrors;
import dev.bobbin.transfer.ImportedEntry;
import dev.bobbin.transfer.ImportedOwner;
import dev.bobbin.transfer.StoredEntries;
import dev.bobbin.transfer.TransferKind;
import dev.bobbin.transfer.TransferNames;
import dev.bobbin.transfer.TransferTables;
import dev.bobbin.web.error.ApiException;
import dev.bobbin.web.json.JsonInput;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Describes conversations and their items to the engine of imports and exports. */
@Component
class ConversationKind implements TransferKind {

    private static final TransferNames NAMES =
            new TransferNames("conversation", "conversations", "item", "items", "conv", "item.id");

    private static final String INSERT_ITEM =
            "insert into conversation_items (conversation_id, id, position, type, item) values (?, ?, ?, ?, ?)";

    private final OwnerList<ConversationObject> conversations;
    private final TransferTables tables;
    private final JdbcTemplate jdbc;

    ConversationKind(
            OwnerList<ConversationObject> conversations,
            SequencePositions<ItemObject> positions,
            SequenceWalk<PositionedItem> items,
            @Qualifier("conversationDeletion") SequenceDeletion deletion,
            JdbcTemplate jdbc) {
        this.conversations = conversations;
        this.tables = new TransferTables(
                positions,
                conversations,
                new StoredEntries<>(items, item -> ImportedItem.of(item.item())),
                deletion,
                INSERT_ITEM,
                null);
        this.jdbc = jdbc;
    }

    @Override
    public TransferNames names() {
        return NAMES;
    }

    @Override
    public TransferTables tables() {
        return tables;
    }

    /** Items have no member {@code object}. */
    @Override
    public boolean isOwner(JsonInput value, boolean inPage) {
        if (value.member("object").isEmpty()) {
            if (inPage) {
                throw itemInPage(value);
            }
            return false;
        }
        JsonInput object = value.required("object");
        if (!inPage && object.oneOf("conversation", "list").equals("list")) {
            throw ImportErrors.invalidPage(value);
        }
        object.oneOf("conversation");
        return true;
    }

    private static ApiException itemInPage(JsonInput value) {
        return ApiException.badRequest(
                value.pathTo("conversation_id"),
                "invalid_value",
                "A list page names neither the conversation of its items nor its order. Expected each item on a line of"
                        + " its own, the oldest first, such as {\"conversation_id\":\"conv_...\",\"item\":{...}}.");
    }

    @Override
    public String ownerId(JsonInput conversation) {
        return ImportedConversation.id(conversation, "id");
    }

    @Override
    public ImportedOwner owner(JsonInput conversation) {
        return ImportedConversation.from(conversation);
    }

    @Override
    public ImportedOwner ownerWithoutLine(String id) {
        return ImportedConversation.withoutLine(id);
    }

    @Override
    public String ownerIdOfEntry(JsonInput line) {
        return ImportedItem.conversationId(line);
    }

    @Override
    public ImportedEntry entry(JsonInput line) {
        return ImportedItem.from(line);
    }

    @Override
    public ApiException noOwner(String param, String id) {
        return NotFound.conversation(param, id);
    }

    @Override
    public Optional<ImportedOwner> find(String project, String conversationId) {
        return conversations.find(project, conversationId).map(ImportedConversation::of);
    }

    @Override
    public void setLastActivity(String conversationId, long position, long at) {
        jdbc.update(
                "update conversations set last_activity = greatest(last_activity, ?) where id = ?", at, conversationId);
    }
}
