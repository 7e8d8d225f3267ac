package dev.bobbin.server.support;

import dev.bobbin.server.support.ApiClient.Response;
import java.util.List;

/**
 * The messages of a thread, or the items of a conversation, as a client sees them.
 *
 * @param owner the path of the thread or the conversation
 */
public record SequenceUnderTest(ApiClient api, String owner) {

    public String ownerId() {
        return owner.substring(owner.lastIndexOf('/') + 1);
    }

    /** Returns the path of the messages or the items. */
    public String path() {
        return Server.elementsOf(owner);
    }

    /** Appends a user message. */
    public Response append(String text) {
        return api.post(path(), Server.elementOf(owner, text));
    }

    /** Appends user messages with the texts {@code prefix0}, {@code prefix1} and so on. Returns these texts. */
    public List<String> append(String prefix, int count) {
        return ConcurrentClients.appendMessages(api, owner, prefix, count);
    }

    public Response list(String query) {
        return api.get(path() + query);
    }

    public Response delete(String id) {
        return api.delete(path() + "/" + id);
    }

    public List<String> allTexts() {
        return api.allTexts(owner);
    }

    public List<String> allTexts(String order, int limit) {
        return api.allTexts(owner, order, limit);
    }
}
