package dev.bobbin.thread;

import dev.bobbin.api.JsonAnswer;
import jakarta.servlet.http.HttpServletResponse;

/**
 * The answer to a creation.
 *
 * @param replayed whether the creation had been done before, and this is its answer again
 */
record Created(JsonAnswer body, boolean replayed) {

    /** Tells of a creation that was done now. */
    Created onFirst(Runnable action) {
        if (!replayed) {
            action.run();
        }
        return this;
    }

    JsonAnswer toAnswer(HttpServletResponse response) {
        if (replayed) {
            response.setHeader("idempotent-replayed", "true");
        }
        return body;
    }
}
