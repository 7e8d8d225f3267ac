package dev.bobbin.api;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads the body of a request, once, and no more of it than is allowed. */
class RequestBody {

    private static final String BYTES = RequestBody.class.getName();

    private final int maxBytes;

    RequestBody(ApiProperties properties) {
        this.maxBytes = properties.maxBodyBytes();
    }

    byte[] of(HttpServletRequest request) {
        byte @Nullable [] known = (byte[]) request.getAttribute(BYTES);
        if (known != null) {
            return known;
        }
        byte[] body = read(request);
        request.setAttribute(BYTES, body);
        return body;
    }

    private byte[] read(HttpServletRequest request) {
        if (request.getContentLengthLong() > maxBytes) {
            throw ApiException.bodyTooLarge(maxBytes);
        }
        try {
            byte[] body = request.getInputStream().readNBytes(maxBytes + 1);
            if (body.length > maxBytes) {
                throw ApiException.bodyTooLarge(maxBytes);
            }
            return body;
        } catch (IOException e) {
            throw ApiException.badRequest(null, null, "The request body ended early or is not encoded correctly.");
        }
    }
}
