package dev.bobbin.thread;

import dev.bobbin.api.ApiException;
import dev.bobbin.api.DeletedObject;
import dev.bobbin.api.IdempotencyKey;
import dev.bobbin.api.JsonText;
import dev.bobbin.project.Project;
import dev.bobbin.storage.RetriedTransaction;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Writes the messages of a thread. The thread must be the project's own, or it might as well not exist. */
@Service
@RetriedTransaction
class MessageService {

    private final ThreadRepository threads;
    private final MessageRepository messages;
    private final DeletedMessageRepository deletedMessages;
    private final MessageQueries queries;
    private final KeptAnswers keptAnswers;

    MessageService(
            ThreadRepository threads,
            MessageRepository messages,
            DeletedMessageRepository deletedMessages,
            MessageQueries queries,
            KeptAnswers keptAnswers) {
        this.threads = threads;
        this.messages = messages;
        this.deletedMessages = deletedMessages;
        this.queries = queries;
        this.keptAnswers = keptAnswers;
    }

    /** The answer kept for the key is looked for under the thread's lock: repeats take turns with what they repeat. */
    Created create(Project project, String threadId, CreateMessageRequest request, @Nullable IdempotencyKey key) {
        if (key != null) {
            threads.lock(project, threadId);
        }
        return keptAnswers.once(
                project, "/threads/" + threadId + "/messages", key, () -> messages.append(project, threadId, request));
    }

    MessageRow modify(Project project, String threadId, String id, ModifyMessageRequest request) {
        threads.lock(project, threadId);
        if (request.metadata() != null) {
            messages.replaceMetadata(threadId, id, JsonText.of(request.metadata()));
        }
        return queries.retrieve(project, threadId, id);
    }

    DeletedObject delete(Project project, String threadId, String id) {
        threads.lock(project, threadId);
        long position = messages.findPosition(threadId, id).orElseThrow(() -> ApiException.noSuchMessage(id));
        deletedMessages.save(new DeletedMessage(new MessageKey(threadId, id), position));
        messages.delete(threadId, id);
        keptAnswers.forgetMessage(threadId, id);
        return DeletedObject.message(id);
    }
}
