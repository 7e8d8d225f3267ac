package dev.bobbin.thread;

import java.util.Optional;

/** How messages come to the end of a thread, one by one. */
interface MessageAppender {

    /**
     * Appends a message to a thread. The thread's row is locked from then on until the transaction ends, so that writes to
     * one thread take turns, and the time of each is read when it has its turn.
     *
     * @return the message; nothing if the project has no such thread
     */
    Optional<MessageObject> append(String project, String threadId, CreateMessageRequest request);
}
