package dev.bobbin.conversation.request;

import dev.bobbin.web.json.JsonInput;

/** The status of an item. */
final class ItemStatus {

    static final String DEFAULT = "completed";

    private ItemStatus() {}

    /** Reads the member {@code status} of an item. */
    static String from(JsonInput item) {
        return item.optional("status")
                .map(status -> status.oneOf("in_progress", "completed", "incomplete"))
                .orElse(DEFAULT);
    }
}
