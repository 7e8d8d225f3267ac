package dev.bobbin.thread;

import dev.bobbin.api.JsonText;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
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

    Message(MessageObject message, long position) {
        this.threadId = message.threadId();
        this.id = message.id();
        this.position = position;
        this.role = message.role();
        this.createdAt = message.createdAt();
        this.content = message.content();
        this.attachments = message.attachments();
        this.metadata = message.metadata();
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
