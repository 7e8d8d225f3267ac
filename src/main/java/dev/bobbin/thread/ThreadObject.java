package dev.bobbin.thread;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.bobbin.api.JsonText;

/** A thread as the API shows it, without its messages. */
@JsonPropertyOrder({"id", "object", "created_at", "metadata", "tool_resources"})
record ThreadObject(String id, long createdAt, JsonText metadata, JsonText toolResources) implements Creatable {

    @Override
    public String threadId() {
        return id;
    }

    @JsonProperty
    String object() {
        return "thread";
    }
}
