package dev.bobbin.thread;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.DynamicUpdate;

/**
 * The row of a thread, which modifications and deletions of messages lock. {@link dev.bobbin.sequence.OwnerList}
 * creates, finds and modifies threads, and {@link MessageStatements#append} assigns the positions of messages.
 */
@Entity
@DynamicUpdate
@Table(name = "threads")
class MessageThread {

    static final String ID_PREFIX = "thread";

    @Id
    private String id;

    private String project;

    private long lastPosition;

    @SuppressWarnings("NullAway.Init")
    protected MessageThread() {}

    String id() {
        return id;
    }

    long nextPosition() {
        lastPosition++;
        return lastPosition;
    }

    long lastPosition() {
        return lastPosition;
    }
}
