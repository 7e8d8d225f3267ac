package dev.bobbin.web.error;

import dev.bobbin.web.CodePoints;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import tools.jackson.databind.json.JsonMapper;

/** The error envelope: an object {@code error}, which always has four members. */
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
     * Prepares a sentence that quotes input: shortens a long one, and replaces lone surrogates, which cannot be encoded
     * in UTF-8.
     */
    private static String quotable(String text) {
        String quote = CodePoints.abbreviate(text, MAX_LENGTH);
        return CodePoints.isStorable(quote) ? quote : CodePoints.replaceUnstorable(quote);
    }

    byte[] toBytes() {
        return JsonMapper.shared().writeValueAsBytes(this);
    }
}
