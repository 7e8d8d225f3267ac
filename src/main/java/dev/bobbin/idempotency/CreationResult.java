package dev.bobbin.idempotency;

import dev.bobbin.web.json.JsonWritable;
import jakarta.servlet.http.HttpServletResponse;

/**
 * The response to a creation.
 *
 * @param replayed whether an earlier request created the object and this is its response, replayed
 */
public record CreationResult(JsonWritable body, boolean replayed) {

    private static final String REPLAYED_HEADER = "idempotent-replayed";

    public static CreationResult ofNew(JsonWritable body) {
        return new CreationResult(body, false);
    }

    /** Runs an action if this request has created the object. */
    public CreationResult ifNew(Runnable action) {
        if (!replayed) {
            action.run();
        }
        return this;
    }

    /** Marks the response as replayed where it is, and returns its body. */
    public JsonWritable respond(HttpServletResponse response) {
        if (replayed) {
            response.setHeader(REPLAYED_HEADER, "true");
        }
        return body;
    }
}
