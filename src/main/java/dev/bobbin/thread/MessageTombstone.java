package dev.bobbin.thread;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import org.springframework.data.domain.Persistable;

/** The position of a deleted message, without its content: its id still works as a cursor. */
@Entity
@IdClass(MessageKey.class)
@Table(name = "deleted_messages")
class MessageTombstone implements Persistable<MessageKey> {

    @Id
    private String threadId;

    @Id
    private String id;

    private long position;

    @SuppressWarnings("NullAway.Init")
    protected MessageTombstone() {}

    MessageTombstone(MessageKey key, long position) {
        this.threadId = key.threadId();
        this.id = key.id();
        this.position = position;
    }

    @Override
    public MessageKey getId() {
        return new MessageKey(threadId, id);
    }

    long position() {
        return position;
    }

    /** The application saves new rows only, and never changes them. */
    @Override
    public boolean isNew() {
        return true;
    }
}
