package dev.bobbin.thread;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import org.springframework.data.domain.Persistable;

/** Where a deleted message was, and nothing of what it said: its id still works as a cursor. */
@Entity
@IdClass(MessageKey.class)
@Table(name = "deleted_messages")
class DeletedMessage implements Persistable<MessageKey> {

    @Id
    private String threadId;

    @Id
    private String id;

    private long position;

    @SuppressWarnings("NullAway.Init")
    protected DeletedMessage() {}

    DeletedMessage(MessageKey key, long position) {
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

    /** Only new rows are saved, and they never change. */
    @Override
    public boolean isNew() {
        return true;
    }
}
