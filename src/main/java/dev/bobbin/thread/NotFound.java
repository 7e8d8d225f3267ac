package dev.bobbin.thread;

import dev.bobbin.web.error.ApiException;

/** The errors for a thread or message that does not exist, or that belongs to another project: the client sees no difference. */
final class NotFound {

    private NotFound() {}

    static ApiException thread(String id) {
        return ApiException.notFound("No thread found with id '" + id + "'.");
    }

    static ApiException message(String id) {
        return ApiException.notFound("No message found with id '" + id + "'.");
    }
}
