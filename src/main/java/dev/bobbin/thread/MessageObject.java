package dev.bobbin.thread;

import dev.bobbin.idempotency.CreatedObject;
import dev.bobbin.sequence.SequenceElement;
import dev.bobbin.thread.request.CreateMessageRequest;
import dev.bobbin.web.id.ObjectId;
import dev.bobbin.web.json.JsonResponseWriter;
import dev.bobbin.web.json.JsonText;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message as the API returns it. A message that a client has created is complete from the start, and belongs to no
 * assistant and no run.
 *
 * @param details null if the message has none of them
 */
public record MessageObject(
        String id,
        long createdAt,
        String threadId,
        String role,
        JsonText content,
        JsonText attachments,
        JsonText metadata,
        @Nullable MessageDetails details)
        implements CreatedObject, SequenceElement {

    static MessageObject of(CreateMessageRequest request, String threadId, Instant createdAt) {
        return of(request, new MessageKey(threadId, ObjectId.create(Message.ID_PREFIX, createdAt)), createdAt);
    }

    static MessageObject of(CreateMessageRequest request, MessageKey key, Instant createdAt) {
        return new MessageObject(
                key.id(),
                createdAt.getEpochSecond(),
                key.threadId(),
                request.role(),
                request.content(),
                request.attachments(),
                request.metadata(),
                null);
    }

    /** A copy with another time of creation, in seconds since 1970. */
    MessageObject createdAt(long second) {
        return new MessageObject(id, second, threadId, role, content, attachments, metadata, details);
    }

    public MessageObject withMetadata(JsonText newMetadata) {
        return new MessageObject(id, createdAt, threadId, role, content, attachments, newMetadata, details);
    }

    @Override
    public String ownerId() {
        return threadId;
    }

    /** Ids and roles consist of letters, digits and underscores, which need no escapes. */
    @Override
    public void writeTo(JsonResponseWriter json) throws IOException {
        json.ascii("{\"id\":\"")
                .ascii(id)
                .ascii("\",\"object\":\"thread.message\",\"created_at\":")
                .ascii(createdAt);
        if (details == null) {
            json.ascii(",\"assistant_id\":null,\"thread_id\":\"")
                    .ascii(threadId)
                    .ascii("\",\"run_id\":null,\"status\":\"completed\",\"incomplete_details\":null,"
                            + "\"incomplete_at\":null,\"completed_at\":")
                    .ascii(createdAt);
        } else {
            details.writeTo(json, threadId);
        }
        json.ascii(",\"role\":\"")
                .ascii(role)
                .ascii("\",\"content\":")
                .json(content.text())
                .ascii(",\"attachments\":")
                .json(attachments.text())
                .ascii(",\"metadata\":")
                .json(metadata.text())
                .ascii("}");
    }

    @Override
    public long expectedBytes() {
        return 400
                + content.text().length()
                + attachments.text().length()
                + metadata.text().length();
    }
}
