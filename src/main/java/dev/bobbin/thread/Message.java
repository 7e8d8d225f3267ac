package dev.bobbin.thread;

import dev.bobbin.api.JsonText;
import dev.bobbin.content.Attachment;
import dev.bobbin.content.ContentPart;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.hibernate.annotations.Formula;
import org.springframework.data.domain.Persistable;

/** A message at its position in its thread. What it says is kept as the JSON in which it is answered. */
@Entity
@IdClass(MessageKey.class)
@Table(name = "messages")
class Message implements Persistable<MessageKey> {

    @Id
    private String threadId;

    @Id
    private String id;

    private long position;

    private String role;

    private long createdAt;

    private JsonText content;

    private JsonText attachments;

    private JsonText metadata;

    /** In bytes. */
    @Formula("octet_length(content) + octet_length(attachments) + octet_length(metadata)")
    private long size;

    @SuppressWarnings("NullAway.Init")
    protected Message() {}

    Message(
            MessageKey key,
            long position,
            Instant createdAt,
            String role,
            List<ContentPart> content,
            List<Attachment> attachments,
            Map<String, String> metadata) {
        this.threadId = key.threadId();
        this.id = key.id();
        this.position = position;
        this.role = role;
        this.createdAt = createdAt.getEpochSecond();
        this.content = JsonText.of(content);
        this.attachments = JsonText.of(attachments);
        this.metadata = JsonText.of(metadata);
    }

    MessageObject toObject() {
        return new MessageObject(id, createdAt, threadId, role, content, attachments, metadata);
    }

    @Override
    public MessageKey getId() {
        return new MessageKey(threadId, id);
    }

    /** Only new rows are saved. */
    @Override
    public boolean isNew() {
        return true;
    }
}
