package dev.bobbin.thread;

import dev.bobbin.idempotency.NewRecord;
import dev.bobbin.thread.request.CreateMessageRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The hot path of {@link MessageRepository} that writes: plain JDBC. */
interface MessageStatements {

    /** These statements without the proxy that Spring Data puts around a repository. */
    MessageStatements withoutProxy();

    /**
     * Appends a message to a thread at the next position. The statement locks the thread's row until the transaction
     * ends, so that writers to one thread take turns. The time of creation is read under the lock.
     *
     * @param record is inserted together with the message; null if the request has no idempotency key
     * @return the message; empty if the project has no such thread
     */
    Optional<MessageObject> append(
            String project, String threadId, CreateMessageRequest request, @Nullable NewRecord record);
}
