package dev.bobbin.idempotency;

import dev.bobbin.web.json.JsonWritable;
import jakarta.servlet.http.HttpServletResponse;

/**
 * The response to a creation.
 *
 * @param replayed whether this is the response of an earlier request that created the object
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

    /** Returns the body, and sets a header on a replayed response. */
    public JsonWritable respond(HttpServletResponse response) {
        if (replayed) {
            response.setHeader(REPLAYED_HEADER, "true");
        }
        return body;
    }
}
