package dev.bobbin.thread;

import dev.bobbin.thread.request.CreateMessageRequest;
import java.util.List;
import java.util.Optional;

/**
 * The hot paths of {@link MessageRepository}: plain JDBC, since JPA entities would cost more than everything else
 * combined. Each statement finds only rows of threads that the project owns.
 */
interface MessageStatements {

    /** These statements without the proxy that Spring Data puts around a repository. It would slow down each read. */
    MessageStatements withoutProxy();

    /**
     * Appends a message to a thread at the next position. The statement locks the thread's row until the transaction
     * ends, so that writers to one thread take turns. The time of creation is read under the lock.
     *
     * @return the message; empty if the project has no such thread
     */
    Optional<MessageObject> append(String project, String threadId, CreateMessageRequest request);

    Optional<MessageRow> find(String project, MessageKey key);

    /**
     * Finds the messages of a range in its direction, and one more than its size: the extra row shows that more follow.
     */
    List<MessageRow> find(String project, String threadId, PositionRange range);

    /** Reads the parts that rows of large messages lack. A message that has been deleted meanwhile is absent. */
    List<MessageRow.LargeParts> findLargeParts(String project, String threadId, List<String> ids);

    /** The positions of the given messages, deleted ones included. */
    List<Cursor> findCursors(String project, String threadId, List<String> ids);

    boolean hasThread(String project, String threadId);
}
