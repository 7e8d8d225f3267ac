package dev.bobbin.thread;

import dev.bobbin.api.JsonText;
import dev.bobbin.project.Project;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Map;
import org.hibernate.annotations.DynamicUpdate;
import org.springframework.data.domain.Persistable;

/**
 * A conversation. While its row is locked it hands out the positions of its first messages, one after the other; those
 * that come later get theirs by {@link MessageAppender}.
 */
@Entity
@DynamicUpdate
@Table(name = "threads")
class MessageThread implements Persistable<String> {

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

    long nextPosition() {
        lastPosition++;
        return lastPosition;
    }

    long lastPosition() {
        return lastPosition;
    }

    /** Takes the thread from its project: no project has an empty name. */
    void abandon() {
        project = "";
    }

    void replaceMetadata(Map<String, String> pairs) {
        metadata = JsonText.of(pairs);
    }

    void replaceToolResources(ToolResources resources) {
        toolResources = JsonText.of(resources);
    }

    ThreadObject toObject() {
        return new ThreadObject(id, createdAt, metadata, toolResources);
    }

    @Override
    public String getId() {
        return id;
    }

    /** Only new rows are saved; changes to stored ones are written when the transaction ends. */
    @Override
    public boolean isNew() {
        return true;
    }
}
