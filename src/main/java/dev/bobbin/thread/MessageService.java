package dev.bobbin.thread;

import static java.util.stream.Collectors.toMap;

import dev.bobbin.api.ApiException;
import dev.bobbin.api.DeletedObject;
import dev.bobbin.api.IdempotencyKey;
import dev.bobbin.api.JsonText;
import dev.bobbin.api.ListPage;
import dev.bobbin.api.PageQuery;
import dev.bobbin.project.Project;
import dev.bobbin.storage.RetriedTransaction;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Keeps the messages of a thread. The thread must be the project's own, or it might as well not exist. */
@Service
@RetriedTransaction
class MessageService {

    private final ThreadRepository threads;
    private final MessageRepository messages;
    private final DeletedMessageRepository deletedMessages;
    private final KeptAnswers keptAnswers;
    private final Clock clock;

    MessageService(
            ThreadRepository threads,
            MessageRepository messages,
            DeletedMessageRepository deletedMessages,
            KeptAnswers keptAnswers,
            Clock clock) {
        this.threads = threads;
        this.messages = messages;
        this.deletedMessages = deletedMessages;
        this.keptAnswers = keptAnswers;
        this.clock = clock;
    }

    /** The answer kept for the key is looked for under the thread's lock: repeats take turns with what they repeat. */
    Created create(Project project, String threadId, CreateMessageRequest request, @Nullable IdempotencyKey key) {
        MessageThread thread = threads.lock(project, threadId);
        return keptAnswers.once(
                project,
                "/threads/" + threadId + "/messages",
                key,
                () -> messages.save(request.toMessage(thread, clock.instant())).toObject());
    }

    @Transactional(readOnly = true)
    ListPage<MessageRow> list(Project project, String threadId, PageQuery query, long maxBytes) {
        Window window = Window.of(query, positions(project, threadId, query.cursors()));
        List<MessageRow> rows = query.runId() == null
                ? messages.findBetween(
                        project.name(), threadId, window.low(), window.high(), window.order(), window.limit())
                : List.of();
        // Asked only when it matters, and after the rows: no thread that is being deleted can look like an empty one.
        if (rows.isEmpty()) {
            requireThread(project, threadId);
        }
        return window.page(rows, maxBytes);
    }

    @Transactional(readOnly = true)
    MessageRow retrieve(Project project, String threadId, String id) {
        return messages.find(project.name(), threadId, id).orElseThrow(() -> {
            requireThread(project, threadId);
            return ApiException.noSuchMessage(id);
        });
    }

    /** What is left out of large messages; nothing of those that are gone. */
    @Transactional(readOnly = true)
    List<LargeParts> largeParts(String threadId, List<String> ids) {
        return messages.findLargeParts(threadId, ids);
    }

    MessageRow modify(Project project, String threadId, String id, ModifyMessageRequest request) {
        threads.lock(project, threadId);
        if (request.metadata() != null) {
            messages.replaceMetadata(threadId, id, JsonText.of(request.metadata()));
        }
        return retrieve(project, threadId, id);
    }

    DeletedObject delete(Project project, String threadId, String id) {
        threads.lock(project, threadId);
        long position = messages.findPosition(threadId, id).orElseThrow(() -> ApiException.noSuchMessage(id));
        deletedMessages.save(new DeletedMessage(new MessageKey(threadId, id), position));
        messages.delete(threadId, id);
        keptAnswers.forgetMessage(threadId, id);
        return DeletedObject.message(id);
    }

    private void requireThread(Project project, String threadId) {
        if (!threads.existsByProjectAndId(project.name(), threadId)) {
            throw ApiException.noSuchThread(threadId);
        }
    }

    private Map<String, Long> positions(Project project, String threadId, List<String> cursors) {
        if (cursors.isEmpty()) {
            return Map.of();
        }
        Map<String, Long> positions =
                messages.findCursors(threadId, cursors).stream().collect(toMap(Cursor::id, Cursor::position));
        cursors.stream()
                .filter(cursor -> !positions.containsKey(cursor))
                .findFirst()
                .ifPresent(unknown -> {
                    requireThread(project, threadId);
                    throw ApiException.noSuchMessage(unknown);
                });
        return positions;
    }
}
