package dev.bobbin.transfer.conversation;

import dev.bobbin.conversation.ItemObject;
import dev.bobbin.conversation.request.NewItem;
import dev.bobbin.transfer.ImportedEntry;
import dev.bobbin.web.json.JsonInput;
import dev.bobbin.web.json.JsonText;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An item to import, or an item of the database to compare with one.
 *
 * @param item the JSON that the API returns
 * @param type null if the item is in the database, which has the type in a column
 */
record ImportedItem(String id, JsonText item, @Nullable String type) implements ImportedEntry {

    static ImportedItem from(JsonInput line) {
        line.object(List.of("conversation_id", "item"), List.of());
        conversationId(line);
        NewItem item = NewItem.ofStored(line.required("item"));
        String id = Objects.requireNonNull(item.id());
        return new ImportedItem(id, item.withId(id), item.type());
    }

    static String conversationId(JsonInput line) {
        return ImportedConversation.id(line, "conversation_id");
    }

    static ImportedItem of(ItemObject stored) {
        return new ImportedItem(stored.id(), stored.item(), null);
    }

    @Override
    public @Nullable Long createdAt() {
        return null;
    }

    @Override
    public Object[] values() {
        return new Object[] {Objects.requireNonNull(type), item.text()};
    }

    /** Compares the values. The order of members does not matter. */
    @Override
    public boolean equals(@Nullable Object object) {
        return object instanceof ImportedItem other && id.equals(other.id) && item.hasValuesOf(other.item);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }
}
