package dev.bobbin.thread;

/** How messages come to the end of a thread, one by one. */
interface MessageAppender {

    /**
     * Moves the end of a thread one position further, and locks its row until the transaction ends, which must be under
     * way: writes to one thread take turns.
     *
     * @return whether the project has such a thread
     */
    boolean takePosition(String project, String threadId);

    /**
     * Keeps the message at the position that was taken last in its thread.
     *
     * @return the message
     */
    MessageObject append(MessageObject message);
}
