package dev.bobbin.conversation;

import dev.bobbin.security.Project;
import dev.bobbin.web.json.JsonText;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Map;
import org.springframework.data.domain.Persistable;

/** A conversation. {@link ItemRepository} assigns the positions of its items, under the lock on the row. */
@Entity
@Table(name = "conversations")
class Conversation implements Persistable<String> {

    static final String ID_PREFIX = "conv";

    @Id
    private String id;

    private String project;

    private long createdAt;

    private long lastPosition;

    private JsonText metadata;

    private long lastActivity;

    @SuppressWarnings("NullAway.Init")
    protected Conversation() {}

    Conversation(String id, Project project, Instant createdAt, Map<String, String> metadata) {
        this.id = id;
        this.project = project.name();
        this.createdAt = createdAt.getEpochSecond();
        this.metadata = JsonText.of(metadata);
        this.lastActivity = this.createdAt;
    }

    long createdAt() {
        return createdAt;
    }

    ConversationObject toObject() {
        return new ConversationObject(id, createdAt, metadata);
    }

    @Override
    public String getId() {
        return id;
    }

    /** The application saves new rows only. It changes no loaded rows. */
    @Override
    public boolean isNew() {
        return true;
    }
}
