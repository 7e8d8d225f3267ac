package dev.bobbin.conversation.request;

import dev.bobbin.web.CodePoints;
import dev.bobbin.web.error.ApiException;

/** The errors for items that conflict with those of the conversation. */
public final class InvalidItems {

    private InvalidItems() {}

    /** The error for an id that the conversation already has, or that a request contains twice. */
    public static ApiException alreadyInConversation() {
        return ApiException.badRequest("items", "item_already_in_conversation", "Item already in conversation");
    }

    /** The error for an {@link ItemReference} to an item that the conversation does not have. */
    public static ApiException referenceNotFound(String id) {
        return ApiException.notFound("Item with id '" + CodePoints.abbreviate(id) + "' not found.");
    }
}
