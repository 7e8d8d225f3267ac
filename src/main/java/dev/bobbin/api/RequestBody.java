package dev.bobbin.api;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads the body of a request, once, and no more of it than is allowed. */
class RequestBody {

    private static final String BYTES = RequestBody.class.getName();

    /** So much may have been read, at most, of a body that waits for memory. */
    static final int BYTES_WHILE_WAITING = 1 << 20;

    /** So many times what has come may come before memory is reserved for more. */
    private static final int GROWTH = 4;

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
        long length = request.getContentLengthLong();
        if (length > maxBytes) {
            throw ApiException.bodyTooLarge(maxBytes);
        }
        try {
            byte[] body = read(request, Math.toIntExact(length < 0 ? maxBytes : length));
            if (body.length > maxBytes) {
                throw ApiException.bodyTooLarge(maxBytes);
            }
            return body;
        } catch (Deadline.Passed e) {
            throw ApiException.requestTimeout();
        } catch (IOException e) {
            throw ApiException.badRequest(null, null, "The request body ended early or is not encoded correctly.");
        }
    }

    /** Reserves memory as the body grows, so that nobody holds much of it who has sent little. */
    private static byte[] read(HttpServletRequest request, int expected) throws IOException {
        MemoryShare memory = (MemoryShare) request.getAttribute(ApiInterceptor.BODY_MEMORY);
        InputStream input = request.getInputStream();
        byte[] body = input.readNBytes(MemoryShare.SMALL + 1);
        int reserved = MemoryShare.SMALL;
        while (body.length > reserved && reserved < expected) {
            reserved = reserved < BYTES_WHILE_WAITING ? Math.min(expected, reserved * GROWTH) : expected;
            memory.reserve(reserved);
            byte[] more = input.readNBytes(reserved + 1 - body.length);
            int read = body.length;
            body = Arrays.copyOf(body, read + more.length);
            System.arraycopy(more, 0, body, read, more.length);
        }
        memory.reserve(body.length);
        return body;
    }
}
