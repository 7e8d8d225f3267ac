package dev.bobbin.thread;

import dev.bobbin.security.Project;
import dev.bobbin.thread.request.CreateThreadRequest;
import dev.bobbin.thread.request.ToolResources;
import dev.bobbin.web.id.ObjectId;
import dev.bobbin.web.json.JsonText;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Map;
import org.hibernate.annotations.DynamicUpdate;
import org.springframework.data.domain.Persistable;

/**
 * A thread of messages. It assigns the positions of the messages that are created together with it.
 * {@link MessageStatements#append} assigns the positions of later messages, under the lock on the thread's row.
 */
@Entity
@DynamicUpdate
@Table(name = "threads")
class MessageThread implements Persistable<String> {

    static final String ID_PREFIX = "thread";

    @Id
    private String id;

    private String project;

    private long createdAt;

    private long lastPosition;

    private JsonText metadata;

    private JsonText toolResources;

    @SuppressWarnings("NullAway.Init")
    protected MessageThread() {}

    MessageThread(
            String id, Project project, Instant createdAt, ToolResources toolResources, Map<String, String> metadata) {
        this.id = id;
        this.project = project.name();
        this.createdAt = createdAt.getEpochSecond();
        this.metadata = JsonText.of(metadata);
        this.toolResources = JsonText.of(toolResources);
    }

    static MessageThread of(Project project, CreateThreadRequest request, Instant createdAt) {
        return new MessageThread(
                ObjectId.create(ID_PREFIX, createdAt), project, createdAt, request.toolResources(), request.metadata());
    }

    long nextPosition() {
        lastPosition++;
        return lastPosition;
    }

    long lastPosition() {
        return lastPosition;
    }

    long createdAt() {
        return createdAt;
    }

    ThreadObject toObject() {
        return new ThreadObject(id, createdAt, metadata, toolResources);
    }

    @Override
    public String getId() {
        return id;
    }

    /** The application saves new rows only. Hibernate writes changes to loaded rows when the transaction ends. */
    @Override
    public boolean isNew() {
        return true;
    }
}
