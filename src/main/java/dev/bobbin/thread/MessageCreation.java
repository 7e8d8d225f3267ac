package dev.bobbin.thread;

import dev.bobbin.api.IdempotencyKey;
import dev.bobbin.project.Project;
import dev.bobbin.storage.AutoCommit;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Creates messages: without a key in one statement if that is enough, which needs no transaction. */
@Service
class MessageCreation {

    private final MessageService messages;
    private final MessageRepository repository;
    private final AutoCommit autoCommit;

    MessageCreation(MessageService messages, MessageRepository repository, AutoCommit autoCommit) {
        this.messages = messages;
        this.repository = repository;
        this.autoCommit = autoCommit;
    }

    Created create(Project project, String threadId, CreateMessageRequest request, @Nullable IdempotencyKey key) {
        if (key != null || !autoCommit.keepsChanges()) {
            return messages.create(project, threadId, request, key);
        }
        return new Created(autoCommit.write(() -> repository.append(project, threadId, request)), false);
    }
}
