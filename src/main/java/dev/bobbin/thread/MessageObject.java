package dev.bobbin.thread;

import dev.bobbin.api.JsonOutput;
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

    /** The same message, created at another second. */
    MessageObject createdAt(long second) {
        return new MessageObject(id, second, threadId, role, content, attachments, metadata);
    }

    /** Ids and roles are letters, digits and underscores, which stand for themselves. */
    @Override
    public void writeTo(JsonOutput json) throws IOException {
        json.ascii("{\"id\":\"")
                .ascii(id)
                .ascii("\",\"object\":\"thread.message\",\"created_at\":")
                .ascii(createdAt)
                .ascii(",\"assistant_id\":null,\"thread_id\":\"")
                .ascii(threadId)
                .ascii("\",\"run_id\":null,\"status\":\"completed\",\"incomplete_details\":null,\"incomplete_at\":null,"
                        + "\"completed_at\":")
                .ascii(createdAt)
                .ascii(",\"role\":\"")
                .ascii(role)
                .ascii("\",\"content\":")
                .append(content.text())
                .ascii(",\"attachments\":")
                .append(attachments.text())
                .ascii(",\"metadata\":")
                .append(metadata.text())
                .ascii("}");
    }

    @Override
    public long expectedBytes() {
        return 400
                + content.text().length()
                + attachments.text().length()
                + metadata.text().length();
    }
}
