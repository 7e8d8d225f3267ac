package dev.bobbin.conversation;

import dev.bobbin.web.error.ApiException;

/** The errors for a missing conversation or item. An object of another project gets the same error. */
public final class NotFound {

    private NotFound() {}

    public static ApiException conversation(String id) {
        return ApiException.notFound("Conversation with id '" + id + "' not found.");
    }

    /** @param param the query parameter or the member of a body with the id */
    public static ApiException conversation(String param, String id) {
        return ApiException.notFound(param, "Conversation with id '" + id + "' not found.");
    }

    static ApiException item(String id) {
        return ApiException.notFound("Item with id '" + id + "' not found in conversation.");
    }

    static ApiException cursor(String param, String id) {
        return ApiException.notFound(param, "No item found with id '" + id + "'");
    }
}
