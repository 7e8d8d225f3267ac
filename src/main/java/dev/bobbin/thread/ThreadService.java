package dev.bobbin.thread;

import dev.bobbin.database.DatabaseOperations;
import dev.bobbin.idempotency.CreationResult;
import dev.bobbin.idempotency.IdempotencyKey;
import dev.bobbin.idempotency.IdempotencyService;
import dev.bobbin.security.Project;
import dev.bobbin.sequence.OwnerList;
import dev.bobbin.sequence.SequenceDeletion;
import dev.bobbin.thread.request.CreateMessageRequest;
import dev.bobbin.thread.request.CreateThreadRequest;
import dev.bobbin.thread.request.ModifyThreadRequest;
import dev.bobbin.web.id.ObjectId;
import dev.bobbin.web.json.DeletedObject;
import dev.bobbin.web.json.JsonText;
import dev.bobbin.web.limit.MemoryReservation;
import dev.bobbin.web.page.ListPage;
import dev.bobbin.web.page.MetadataFilter;
import dev.bobbin.web.page.PageQuery;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Creates, lists, reads, modifies and deletes a project's threads. Another project's thread is reported as not found.
 */
@Service
class ThreadService {

    private final DatabaseOperations database;
    private final MessageRepository messages;
    private final OwnerList<ThreadObject> list;
    private final SequenceDeletion threadDeletion;
    private final IdempotencyService idempotency;
    private final Clock clock;
    private final LatestDate latestDate;

    ThreadService(
            DatabaseOperations database,
            MessageRepository messages,
            OwnerList<ThreadObject> list,
            SequenceDeletion threadDeletion,
            IdempotencyService idempotency,
            Clock clock,
            LatestDate latestDate) {
        this.database = database;
        this.messages = messages;
        this.list = list;
        this.threadDeletion = threadDeletion;
        this.idempotency = idempotency;
        this.clock = clock;
        this.latestDate = latestDate;
    }

    /** Creates the thread with all of its messages, or nothing. */
    CreationResult create(Project project, CreateThreadRequest request, @Nullable IdempotencyKey key) {
        return database.transaction(
                project.name(),
                () -> idempotency.createOnce(
                        project, "/threads", key, () -> create(project, request), () -> {}, NotFound::thread));
    }

    private ThreadObject create(Project project, CreateThreadRequest request) {
        Instant now = clock.instant();
        latestDate.include(now.getEpochSecond());
        ThreadObject thread = new ThreadObject(
                ObjectId.create(MessageThread.ID_PREFIX, now),
                now.getEpochSecond(),
                JsonText.of(request.metadata()),
                JsonText.of(request.toolResources()));
        List<CreateMessageRequest> initial = request.messages();
        list.create(thread.row(project.name(), initial.size()), request.metadata());
        // Even without messages, a call through Spring Data's proxy would take time.
        if (!initial.isEmpty()) {
            messages.saveAll(IntStream.range(0, initial.size())
                    .mapToObj(i -> new Message(MessageObject.of(initial.get(i), thread.id(), now), i + 1))
                    .toList());
        }
        return thread;
    }

    ListPage<ThreadObject> list(Project project, PageQuery query, MetadataFilter filter, MemoryReservation memory) {
        return list.list(project.name(), query, filter, memory);
    }

    ThreadObject retrieve(Project project, String id) {
        return list.find(project.name(), id).orElseThrow(() -> NotFound.thread(id));
    }

    ThreadObject modify(Project project, String id, ModifyThreadRequest request) {
        JsonText toolResources = request.toolResources() == null ? null : JsonText.of(request.toolResources());
        return database.transaction(
                project.name(),
                id,
                () -> list.modify(project.name(), id, request.metadata(), toolResources)
                        .orElseThrow(() -> NotFound.thread(id)));
    }

    DeletedObject delete(Project project, String id) {
        threadDeletion.delete(project.name(), id);
        return new DeletedObject(id, "thread.deleted");
    }
}
