package dev.bobbin.thread;

import dev.bobbin.api.JsonInput;
import dev.bobbin.api.Metadata;
import dev.bobbin.api.ObjectId;
import dev.bobbin.project.Project;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A thread to create, with the messages it begins with. */
record CreateThreadRequest(
        List<CreateMessageRequest> messages, ToolResources toolResources, Map<String, String> metadata) {

    private static final int MAX_MESSAGES = 32;

    /** No body asks for an empty thread. */
    static CreateThreadRequest from(JsonInput body) {
        if (body.isAbsent()) {
            return new CreateThreadRequest(List.of(), ToolResources.NONE, Map.of());
        }
        body.object(List.of(), List.of("messages", "tool_resources", "metadata"));
        return new CreateThreadRequest(
                body.member("messages")
                        .map(messages -> messages.array("objects", MAX_MESSAGES, CreateMessageRequest::from))
                        .orElse(List.of()),
                body.optional("tool_resources").map(ToolResources::ofNewThread).orElse(ToolResources.NONE),
                body.optional("metadata").map(Metadata::from).orElse(Map.of()));
    }

    MessageThread toThread(Project project, Instant createdAt) {
        return new MessageThread(ObjectId.newThreadId(), project, createdAt, toolResources, metadata);
    }

    List<Message> toMessages(MessageThread thread, Instant createdAt) {
        return messages.stream()
                .map(message -> new Message(message.toMessage(thread.getId(), createdAt), thread.nextPosition()))
                .toList();
    }
}
