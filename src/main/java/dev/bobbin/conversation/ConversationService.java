package dev.bobbin.conversation;

import dev.bobbin.conversation.request.CreateConversationRequest;
import dev.bobbin.conversation.request.UpdateConversationRequest;
import dev.bobbin.database.DatabaseOperations;
import dev.bobbin.idempotency.CreationResult;
import dev.bobbin.idempotency.IdempotencyKey;
import dev.bobbin.idempotency.IdempotencyService;
import dev.bobbin.security.Project;
import dev.bobbin.sequence.OwnerList;
import dev.bobbin.sequence.SequenceDeletion;
import dev.bobbin.web.id.HexId;
import dev.bobbin.web.json.DeletedObject;
import dev.bobbin.web.json.JsonText;
import dev.bobbin.web.limit.MemoryReservation;
import dev.bobbin.web.page.ListPage;
import dev.bobbin.web.page.MetadataFilter;
import dev.bobbin.web.page.PageQuery;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Creates, lists, reads, updates and deletes a project's conversations. Another project's conversation is reported as
 * not found.
 */
@Service
class ConversationService {

    private final DatabaseOperations database;
    private final ItemRepository items;
    private final OwnerList<ConversationObject> list;
    private final SequenceDeletion conversationDeletion;
    private final IdempotencyService idempotency;
    private final Clock clock;

    ConversationService(
            DatabaseOperations database,
            ItemRepository items,
            OwnerList<ConversationObject> list,
            SequenceDeletion conversationDeletion,
            IdempotencyService idempotency,
            Clock clock) {
        this.database = database;
        this.items = items;
        this.list = list;
        this.conversationDeletion = conversationDeletion;
        this.idempotency = idempotency;
        this.clock = clock;
    }

    /** Creates the conversation with all of its items, or nothing. */
    CreationResult create(Project project, CreateConversationRequest request, @Nullable IdempotencyKey key) {
        return database.transaction(
                project.name(),
                () -> idempotency.createOnce(
                        project,
                        "/conversations",
                        key,
                        () -> create(project, request),
                        () -> {},
                        NotFound::conversation));
    }

    private ConversationObject create(Project project, CreateConversationRequest request) {
        Instant now = clock.instant();
        ConversationObject conversation = new ConversationObject(
                HexId.create(Conversation.ID_PREFIX, now), now.getEpochSecond(), JsonText.of(request.metadata()));
        list.create(conversation.row(project.name()), request.metadata());
        if (!request.items().isEmpty()) {
            items.append(project.name(), conversation.id(), request.items());
        }
        return conversation;
    }

    ListPage<ConversationObject> list(
            Project project, PageQuery query, MetadataFilter filter, MemoryReservation memory) {
        return list.list(project.name(), query, filter, memory);
    }

    ConversationObject retrieve(Project project, String id) {
        return list.find(project.name(), id).orElseThrow(() -> NotFound.conversation(id));
    }

    ConversationObject update(Project project, String id, UpdateConversationRequest request) {
        return database.transaction(
                project.name(),
                id,
                () -> list.modify(project.name(), id, request.metadata()).orElseThrow(() -> NotFound.conversation(id)));
    }

    DeletedObject delete(Project project, String id) {
        conversationDeletion.delete(project.name(), id);
        return new DeletedObject(id, "conversation.deleted");
    }
}
