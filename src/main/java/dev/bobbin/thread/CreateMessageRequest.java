package dev.bobbin.thread;

import dev.bobbin.api.JsonInput;
import dev.bobbin.api.Metadata;
import dev.bobbin.api.ObjectId;
import dev.bobbin.content.Attachment;
import dev.bobbin.content.Content;
import dev.bobbin.content.ContentPart;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A message to create. */
record CreateMessageRequest(
        String role, List<ContentPart> content, List<Attachment> attachments, Map<String, String> metadata) {

    static CreateMessageRequest from(JsonInput body) {
        body.object(List.of("role", "content"), List.of("attachments", "metadata"));
        return new CreateMessageRequest(
                body.required("role").oneOf("user", "assistant"),
                Content.from(body.required("content")),
                body.optional("attachments").map(Attachment::listFrom).orElse(List.of()),
                body.optional("metadata").map(Metadata::from).orElse(Map.of()));
    }

    /** The message at the end of a thread whose row is locked. */
    Message toMessage(MessageThread thread, Instant createdAt) {
        MessageKey key = new MessageKey(thread.getId(), ObjectId.newMessageId());
        return new Message(key, thread.nextPosition(), createdAt, role, content, attachments, metadata);
    }
}
