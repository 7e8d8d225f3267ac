package dev.bobbin.thread;

import dev.bobbin.api.JsonAnswer;
import org.springframework.http.ResponseEntity;

/**
 * The answer to a creation.
 *
 * @param replayed whether the creation had been done before, and this is its answer again
 */
record Created(JsonAnswer body, boolean replayed) {

    ResponseEntity<?> toResponse() {
        ResponseEntity.BodyBuilder response = ResponseEntity.ok();
        return replayed ? response.header("idempotent-replayed", "true").body(body) : response.body(body);
    }
}
