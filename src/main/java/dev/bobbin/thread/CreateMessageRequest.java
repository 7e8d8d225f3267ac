package dev.bobbin.thread;

import dev.bobbin.api.JsonInput;
import dev.bobbin.api.JsonText;
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

    MessageObject toMessage(String threadId, Instant createdAt) {
        return toMessage(new MessageKey(threadId, ObjectId.newMessageId()), createdAt);
    }

    MessageObject toMessage(MessageKey key, Instant createdAt) {
        return new MessageObject(
                key.id(),
                createdAt.getEpochSecond(),
                key.threadId(),
                role,
                JsonText.of(content),
                JsonText.of(attachments),
                JsonText.of(metadata));
    }
}
