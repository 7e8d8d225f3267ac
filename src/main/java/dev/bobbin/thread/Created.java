package dev.bobbin.thread;

import dev.bobbin.api.JsonAnswer;
import org.springframework.http.ResponseEntity;

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

    ResponseEntity<?> toResponse() {
        ResponseEntity.BodyBuilder response = ResponseEntity.ok();
        return replayed ? response.header("idempotent-replayed", "true").body(body) : response.body(body);
    }
}
