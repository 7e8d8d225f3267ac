package dev.bobbin.api;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** The envelope of every error: one member, whose four members are always there. */
record ErrorResponse(Error error) {

    record Error(
            String message,
            String type,
            @Nullable String param,
            @Nullable String code) {}

    static ErrorResponse of(HttpStatus status, String message, @Nullable String param, @Nullable String code) {
        String type = status.is5xxServerError() ? "server_error" : "invalid_request_error";
        return new ErrorResponse(new Error(storable(message), type, param == null ? null : storable(param), code));
    }

    /** What a client sent may come back to it in a sentence, and half a surrogate pair would cut the answer off. */
    private static String storable(String text) {
        return Text.isStorable(text) ? text : Text.replaceUnstorable(text);
    }

    byte[] toBytes() {
        return Json.MAPPER.writeValueAsBytes(this);
    }
}
