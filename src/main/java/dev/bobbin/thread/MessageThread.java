package dev.bobbin.thread;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/**
 * The row of a thread. A modification of a message locks it with this entity. {@link dev.bobbin.sequence.OwnerList}
 * creates, finds and modifies threads.
 */
@Entity
@Table(name = "threads")
class MessageThread {

    static final String ID_PREFIX = "thread";

    @Id
    private String id;

    private String project;

    @SuppressWarnings("NullAway.Init")
    protected MessageThread() {}
}
