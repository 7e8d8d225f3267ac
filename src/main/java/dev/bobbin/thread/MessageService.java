package dev.bobbin.thread;

import dev.bobbin.database.DatabaseOperations;
import dev.bobbin.idempotency.CreationResult;
import dev.bobbin.idempotency.IdempotencyKey;
import dev.bobbin.idempotency.IdempotencyService;
import dev.bobbin.idempotency.NewRecord;
import dev.bobbin.security.Project;
import dev.bobbin.sequence.SequencePositions;
import dev.bobbin.sequence.SequenceReader;
import dev.bobbin.sequence.SequenceRow;
import dev.bobbin.thread.request.CreateMessageRequest;
import dev.bobbin.thread.request.ModifyMessageRequest;
import dev.bobbin.web.json.DeletedObject;
import dev.bobbin.web.json.JsonText;
import dev.bobbin.web.limit.MemoryReservation;
import dev.bobbin.web.page.ListPage;
import dev.bobbin.web.page.PageQuery;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.HeuristicCompletionException;

/**
 * Creates, lists, reads, modifies and deletes the messages of a thread. A thread of another project is reported as not
 * found.
 */
@Service
class MessageService {

    private final DatabaseOperations database;
    private final ThreadRepository threads;
    private final MessageRepository messages;
    private final MessageStatements statements;
    private final SequencePositions<MessageObject> positions;
    private final SequenceReader<MessageObject> reader;
    private final LastActivity lastActivity;
    private final IdempotencyService idempotency;

    MessageService(
            DatabaseOperations database,
            ThreadRepository threads,
            MessageRepository messages,
            SequencePositions<MessageObject> positions,
            SequenceReader<MessageObject> reader,
            LastActivity lastActivity,
            IdempotencyService idempotency) {
        this.database = database;
        this.threads = threads;
        this.messages = messages;
        this.statements = messages.withoutProxy();
        this.positions = positions;
        this.reader = reader;
        this.lastActivity = lastActivity;
        this.idempotency = idempotency;
    }

    /**
     * Appends a message, which locks the thread. If two requests with one key run at once, the second one waits for
     * this lock. Its record then violates the primary key, so its message is rolled back, and it runs again.
     */
    CreationResult create(
            Project project, String threadId, CreateMessageRequest request, @Nullable IdempotencyKey key) {
        if (key == null) {
            return database.write(project.name(), threadId, () -> append(project, threadId, request, null));
        }
        String path = "/threads/" + threadId + "/messages";
        return database.write(
                project.name(),
                threadId,
                () -> idempotency.findResult(
                        project, path, key, () -> reader.requireOwner(project.name(), threadId), NotFound::message),
                () -> append(project, threadId, request, idempotency.newRecord(project, path, key)));
    }

    private CreationResult append(
            Project project, String threadId, CreateMessageRequest request, @Nullable NewRecord record) {
        return statements
                .append(project.name(), threadId, request, record)
                .map(CreationResult::ofNew)
                .orElseThrow(() -> NotFound.thread(threadId));
    }

    ListPage<MessageObject> list(Project project, String threadId, PageQuery query, MemoryReservation memory) {
        return reader.list(project.name(), threadId, query, memory);
    }

    MessageObject retrieve(Project project, MessageKey key, MemoryReservation memory) {
        return reader.retrieve(project.name(), key.threadId(), key.id(), memory);
    }

    /**
     * A failure after the commit is reported as an unknown outcome, so that the client does not take it for "not
     * modified".
     */
    MessageObject modify(Project project, MessageKey key, ModifyMessageRequest request, MemoryReservation memory) {
        while (true) {
            SequenceRow<MessageObject> modified =
                    database.transaction(project.name(), key.threadId(), () -> modify(project, key, request));
            try {
                Optional<MessageObject> complete = reader.complete(project.name(), key.threadId(), modified, memory);
                if (complete.isPresent()) {
                    // Another request may have modified a large message before it was read as a whole.
                    return request.metadata() == null
                            ? complete.get()
                            : complete.get().withMetadata(JsonText.of(request.metadata()));
                }
            } catch (RuntimeException e) {
                throw new HeuristicCompletionException(HeuristicCompletionException.STATE_COMMITTED, e);
            }
        }
    }

    private SequenceRow<MessageObject> modify(Project project, MessageKey key, ModifyMessageRequest request) {
        threads.lock(project, key.threadId());
        if (request.metadata() != null) {
            messages.replaceMetadata(key.threadId(), key.id(), JsonText.of(request.metadata()));
        }
        return reader.find(project.name(), key.threadId(), key.id());
    }

    DeletedObject delete(Project project, MessageKey key) {
        return database.transaction(project.name(), key.threadId(), () -> {
            long lastPosition = positions
                    .lockLastPosition(project.name(), key.threadId())
                    .orElseThrow(() -> NotFound.thread(key.threadId()));
            long position =
                    positions.findPosition(key.threadId(), key.id()).orElseThrow(() -> NotFound.message(key.id()));
            if (position == lastPosition) {
                lastActivity.keep(key.threadId(), position);
            }
            positions.delete(key.threadId(), key.id(), position);
            idempotency.eraseResponse(key.threadId(), key.id());
            return new DeletedObject(key.id(), "thread.message.deleted");
        });
    }
}
