package dev.bobbin.thread;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.bobbin.api.JsonText;
import org.jspecify.annotations.Nullable;

/**
 * A message as the API shows it. Nobody but clients writes messages, so each is complete from the start and belongs to
 * no assistant and no run.
 */
@JsonPropertyOrder({
    "id",
    "object",
    "created_at",
    "assistant_id",
    "thread_id",
    "run_id",
    "status",
    "incomplete_details",
    "incomplete_at",
    "completed_at",
    "role",
    "content",
    "attachments",
    "metadata"
})
record MessageObject(
        String id,
        long createdAt,
        String threadId,
        String role,
        JsonText content,
        JsonText attachments,
        JsonText metadata)
        implements Creatable {

    @JsonProperty
    String object() {
        return "thread.message";
    }

    @JsonProperty
    @Nullable
    String assistantId() {
        return null;
    }

    @JsonProperty
    @Nullable
    String runId() {
        return null;
    }

    @JsonProperty
    String status() {
        return "completed";
    }

    @JsonProperty
    @Nullable
    Object incompleteDetails() {
        return null;
    }

    @JsonProperty
    @Nullable
    Long incompleteAt() {
        return null;
    }

    @JsonProperty
    long completedAt() {
        return createdAt;
    }
}
