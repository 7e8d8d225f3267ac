package dev.bobbin.server.support;

import dev.bobbin.server.support.ApiClient.Response;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/** A thread with messages, or a conversation with items, that a test imports with ids of its own choice. */
public record ImportedSequence(ApiClient api, SequenceKind kind, String ownerId) {

    /** Returns one that does not exist yet. */
    public static ImportedSequence withNewId(ApiClient api, SequenceKind kind) {
        String prefix = kind == SequenceKind.MESSAGES ? "thread_" : "conv_";
        return new ImportedSequence(
                api, kind, prefix + UUID.randomUUID().toString().replace("-", ""));
    }

    /** Returns the path of the thread or the conversation. */
    public String owner() {
        return "/v1/" + kind.owners() + "/" + ownerId;
    }

    /** Returns the line of the thread or the conversation. */
    public String ownerLine() {
        String object = kind == SequenceKind.MESSAGES ? "thread" : "conversation";
        return "{\"object\":\"" + object + "\",\"id\":\"" + ownerId + "\",\"created_at\":5,\"metadata\":{\"a\":\"b\"}}";
    }

    /** Returns the line of a user message or an item. All have the same date. */
    public String line(String id) {
        return kind == SequenceKind.MESSAGES
                ? "{\"object\":\"thread.message\",\"id\":\"" + id + "\",\"created_at\":1,\"thread_id\":\"" + ownerId
                        + "\",\"role\":\"user\",\"content\":" + kind.storedText("Hi") + "}"
                : "{\"conversation_id\":\"" + ownerId + "\",\"item\":{\"type\":\"message\",\"id\":\"" + id
                        + "\",\"role\":\"user\",\"content\":\"Hi\"}}";
    }

    /** Imports lines, perhaps with those of other threads or conversations. */
    public Response importLines(String... lines) {
        return api.importTo("/v1/" + kind.owners() + "/import", lines);
    }

    public String export() {
        return api.get(owner() + "/export").body();
    }

    /** Returns the ids of the messages or items, oldest first. */
    public List<String> ids() {
        String id = kind == SequenceKind.MESSAGES ? "/id" : "/item/id";
        return export().lines()
                .skip(1)
                .map(line -> JsonMapper.shared().readTree(line).at(id).stringValue())
                .toList();
    }
}
