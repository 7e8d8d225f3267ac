package dev.bobbin.thread;

import dev.bobbin.web.error.ApiException;

/** The errors for a missing thread or message. An object of another project gets the same error. */
public final class NotFound {

    private NotFound() {}

    public static ApiException thread(String id) {
        return ApiException.notFound("No thread found with id '" + id + "'.");
    }

    static ApiException message(String id) {
        return ApiException.notFound("No message found with id '" + id + "'.");
    }
}
