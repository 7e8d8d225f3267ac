package dev.bobbin.conversation;

import dev.bobbin.web.json.JsonText;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/**
 * The row of a conversation. A deletion of an item locks it. {@link dev.bobbin.sequence.OwnerList} creates, finds and
 * modifies conversations.
 */
@Entity
@Table(name = "conversations")
class Conversation {

    static final String ID_PREFIX = "conv";

    @Id
    private String id;

    private String project;

    private long createdAt;

    private JsonText metadata;

    @SuppressWarnings("NullAway.Init")
    protected Conversation() {}

    ConversationObject toObject() {
        return new ConversationObject(id, createdAt, metadata);
    }
}
