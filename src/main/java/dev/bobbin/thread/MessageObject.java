package dev.bobbin.thread;

import dev.bobbin.api.JsonPieces;
import dev.bobbin.api.JsonText;
import java.io.IOException;

/**
 * A message as the API shows it. Nobody but clients writes messages, so each is complete from the start and belongs to
 * no assistant and no run.
 */
record MessageObject(
        String id,
        long createdAt,
        String threadId,
        String role,
        JsonText content,
        JsonText attachments,
        JsonText metadata)
        implements Creatable {

    /** Ids and roles are letters, digits and underscores, which stand for themselves. */
    @Override
    public void writeTo(JsonPieces json) throws IOException {
        json.append("{\"id\":\"" + id + "\",\"object\":\"thread.message\",\"created_at\":" + createdAt
                + ",\"assistant_id\":null,\"thread_id\":\"" + threadId + "\",\"run_id\":null,\"status\":\"completed\""
                + ",\"incomplete_details\":null,\"incomplete_at\":null,\"completed_at\":" + createdAt
                + ",\"role\":\"" + role + "\",\"content\":");
        json.append(content.text());
        json.append(",\"attachments\":" + attachments.text() + ",\"metadata\":" + metadata.text() + "}");
    }
}
