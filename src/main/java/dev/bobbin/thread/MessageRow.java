package dev.bobbin.thread;

import dev.bobbin.web.json.JsonText;
import dev.bobbin.web.limit.MemoryReservation;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A message as the first query returns it. A message larger than {@link MemoryReservation#SMALL} comes without its
 * content and attachments, so that the server can reserve memory before it reads them.
 *
 * @param size bytes of content, attachments and metadata
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

    /** The parts that the row of a large message lacks. */
    record LargeParts(String id, JsonText content, JsonText attachments) {}

    boolean isComplete() {
        return content != null && attachments != null;
    }

    /**
     * The message of this row.
     *
     * @param largeParts the missing parts of incomplete rows, by message id
     */
    MessageObject toObject(Map<String, LargeParts> largeParts) {
        if (content != null && attachments != null) {
            return new MessageObject(id, createdAt, threadId, role, content, attachments, metadata);
        }
        LargeParts parts = Objects.requireNonNull(largeParts.get(id));
        return new MessageObject(id, createdAt, threadId, role, parts.content(), parts.attachments(), metadata);
    }
}
