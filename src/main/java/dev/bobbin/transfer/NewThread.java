package dev.bobbin.transfer;

import dev.bobbin.thread.MessageObject;
import dev.bobbin.transfer.MessageIndex.Entry;
import dev.bobbin.transfer.request.ImportedThread;
import java.util.List;

/**
 * A thread that one transaction can create.
 *
 * @param entries the lines of its messages, to compare them again if another request has created the thread meanwhile
 * @param messages the messages without repeated ones
 */
record NewThread(
        ThreadLines lines, List<Entry> entries, ImportedThread thread, long createdAt, List<MessageObject> messages) {

    static NewThread of(ThreadLines lines, List<MessageObject> messages) {
        return new NewThread(lines, lines.entries(), lines.threadToCreate(), lines.dateToCreate(), messages);
    }

    String id() {
        return thread.id();
    }
}
