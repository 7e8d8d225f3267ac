package dev.bobbin.thread;

import dev.bobbin.api.JsonText;
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
