package dev.bobbin.api;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** The envelope of every error: one member, whose four members are always there. */
record ErrorResponse(Error error) {

    private static final int MAX_LENGTH = 10_000;

    record Error(
            String message,
            String type,
            @Nullable String param,
            @Nullable String code) {}

    static ErrorResponse of(HttpStatus status, String message, @Nullable String param, @Nullable String code) {
        return new ErrorResponse(
                new Error(quotable(message), type(status), param == null ? null : quotable(param), code));
    }

    private static String type(HttpStatus status) {
        if (status == HttpStatus.TOO_MANY_REQUESTS) {
            return "requests";
        }
        return status.is5xxServerError() ? "server_error" : "invalid_request_error";
    }

    /**
     * What a client sent may come back to it in a sentence: not all of it if it was a whole book, and no half of a
     * surrogate pair, which would cut the answer off.
     */
    private static String quotable(String text) {
        String quote = Text.abbreviate(text, MAX_LENGTH);
        return Text.isStorable(quote) ? quote : Text.replaceUnstorable(quote);
    }

    byte[] toBytes() {
        return Json.MAPPER.writeValueAsBytes(this);
    }
}
