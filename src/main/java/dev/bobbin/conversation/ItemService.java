package dev.bobbin.conversation;

import dev.bobbin.conversation.request.CreateItemsRequest;
import dev.bobbin.database.DatabaseOperations;
import dev.bobbin.idempotency.CreationResult;
import dev.bobbin.idempotency.IdempotencyKey;
import dev.bobbin.idempotency.IdempotencyService;
import dev.bobbin.security.Project;
import dev.bobbin.sequence.SequencePositions;
import dev.bobbin.sequence.SequenceReader;
import dev.bobbin.web.limit.MemoryReservation;
import dev.bobbin.web.page.ListPage;
import dev.bobbin.web.page.PageQuery;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Creates, lists, reads and deletes the items of a conversation. A conversation of another project is reported as not
 * found.
 */
@Service
class ItemService {

    private final DatabaseOperations database;
    private final ConversationRepository conversations;
    private final ItemRepository items;
    private final SequencePositions<ItemObject> positions;
    private final SequenceReader<ItemObject> reader;
    private final IdempotencyService idempotency;

    ItemService(
            DatabaseOperations database,
            ConversationRepository conversations,
            ItemRepository items,
            SequencePositions<ItemObject> positions,
            SequenceReader<ItemObject> reader,
            IdempotencyService idempotency) {
        this.database = database;
        this.conversations = conversations;
        this.items = items;
        this.positions = positions;
        this.reader = reader;
        this.idempotency = idempotency;
    }

    /** Appends all items of a request, or none. */
    CreationResult create(
            Project project, String conversationId, CreateItemsRequest request, @Nullable IdempotencyKey key) {
        return database.transaction(
                project.name(),
                conversationId,
                () -> idempotency.createOnce(
                        project,
                        "/conversations/" + conversationId + "/items",
                        key,
                        () -> items.append(project.name(), conversationId, request.items()),
                        () -> reader.requireOwner(project.name(), conversationId),
                        NotFound::item));
    }

    ListPage<ItemObject> list(Project project, String conversationId, PageQuery query, MemoryReservation memory) {
        return reader.list(project.name(), conversationId, query, memory);
    }

    ItemObject retrieve(Project project, ItemKey key, MemoryReservation memory) {
        return reader.retrieve(project.name(), key.conversationId(), key.id(), memory);
    }

    /** Returns the conversation, as OpenAI's API does. */
    ConversationObject delete(Project project, ItemKey key) {
        return database.transaction(project.name(), key.conversationId(), () -> {
            Conversation conversation = conversations.lock(project, key.conversationId());
            long position =
                    positions.findPosition(key.conversationId(), key.id()).orElseThrow(() -> NotFound.item(key.id()));
            positions.delete(key.conversationId(), key.id(), position);
            idempotency.eraseResponse(key.conversationId(), key.id(), position);
            return conversation.toObject();
        });
    }
}
