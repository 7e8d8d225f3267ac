package dev.bobbin.thread;

import dev.bobbin.api.ApiException;
import dev.bobbin.api.DeletedObject;
import dev.bobbin.api.IdempotencyKey;
import dev.bobbin.project.Project;
import dev.bobbin.storage.RetriedTransaction;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Keeps the threads of a project. Another project's thread might as well not exist. */
@Service
@RetriedTransaction
class ThreadService {

    /** No thread is so large that a statement of its deletion would last for seconds. */
    private static final int POSITIONS_PER_STATEMENT = 10_000;

    private final ThreadRepository threads;
    private final MessageRepository messages;
    private final DeletedMessageRepository deletedMessages;
    private final KeptAnswers keptAnswers;
    private final Clock clock;

    ThreadService(
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

    /** Creates the thread with all of its messages, or nothing. */
    Created create(Project project, CreateThreadRequest request, @Nullable IdempotencyKey key) {
        return keptAnswers.once(project, "/threads", key, () -> create(project, request));
    }

    private ThreadObject create(Project project, CreateThreadRequest request) {
        Instant now = clock.instant();
        MessageThread thread = request.toThread(project, now);
        List<Message> first = request.toMessages(thread, now);
        threads.save(thread);
        messages.saveAll(first);
        return thread.toObject();
    }

    @Transactional(readOnly = true)
    ThreadObject retrieve(Project project, String id) {
        return threads.find(project.name(), id).orElseThrow(() -> ApiException.noSuchThread(id));
    }

    ThreadObject modify(Project project, String id, ModifyThreadRequest request) {
        MessageThread thread = threads.lock(project, id);
        request.applyTo(thread);
        return thread.toObject();
    }

    /** Deletes the thread with its messages and with the places of those that were deleted before. */
    DeletedObject delete(Project project, String id) {
        MessageThread thread = threads.lock(project, id);
        for (long done = 0; done < thread.lastPosition(); done += POSITIONS_PER_STATEMENT) {
            messages.deleteRange(id, done, done + POSITIONS_PER_STATEMENT);
            deletedMessages.deleteRange(id, done, done + POSITIONS_PER_STATEMENT);
        }
        keptAnswers.forgetThread(id);
        threads.delete(id);
        return DeletedObject.thread(id);
    }
}
