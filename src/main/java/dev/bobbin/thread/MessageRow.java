package dev.bobbin.thread;

import dev.bobbin.api.JsonText;
import dev.bobbin.api.MemoryShare;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A message as it is first read for an answer: without its content and attachments, if they are large.
 *
 * @param size the bytes of content, attachments and metadata
 */
record MessageRow(
        String id,
        long createdAt,
        String threadId,
        String role,
        @Nullable JsonText content,
        @Nullable JsonText attachments,
        JsonText metadata,
        long size) {

    /** How rows are selected from messages {@code m}. What is larger is read when there is room for it. */
    static final String SELECT = "select new dev.bobbin.thread.MessageRow(m.id, m.createdAt, m.threadId, m.role, "
            + "case when m.size <= " + MemoryShare.SMALL + " then m.content end, "
            + "case when m.size <= " + MemoryShare.SMALL + " then m.attachments end, "
            + "m.metadata, m.size) from Message m ";

    boolean isWhole() {
        return content != null && attachments != null;
    }

    /** The message, with its large parts from where they are given by id if it lacks them. */
    MessageObject toObject(Map<String, LargeParts> large) {
        if (content != null && attachments != null) {
            return new MessageObject(id, createdAt, threadId, role, content, attachments, metadata);
        }
        LargeParts parts = Objects.requireNonNull(large.get(id));
        return new MessageObject(id, createdAt, threadId, role, parts.content(), parts.attachments(), metadata);
    }
}
