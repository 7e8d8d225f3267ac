package dev.bobbin.thread;

import dev.bobbin.web.json.JsonText;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import org.springframework.data.domain.Persistable;

/**
 * A message at its position in its thread. Content, attachments and metadata are stored as the JSON that the API
 * returns. Hot paths bypass this entity: see {@link MessageRepository}.
 */
@Entity
@IdClass(MessageKey.class)
@Table(name = "messages")
class Message implements Persistable<MessageKey> {

    static final String ID_PREFIX = "msg";

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

    /** The application saves new rows only. */
    @Override
    public boolean isNew() {
        return true;
    }
}
