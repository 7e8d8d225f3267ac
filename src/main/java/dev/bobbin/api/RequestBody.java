package dev.bobbin.api;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads the body of a request, once, and no more of it than is allowed. */
class RequestBody {

    private static final String BYTES = RequestBody.class.getName();

    /** So much may have been read, at most, of a body that waits for memory. The collector moves what is no larger. */
    static final int BYTES_WHILE_WAITING = 256 << 10;

    /** So many times what has come may come before memory is reserved for more. */
    private static final int GROWTH = 4;

    /** H2 writes a large message with its neighbours, in one piece for which the heap must have room. */
    private static final long MAX_BYTES = Runtime.getRuntime().maxMemory() / 64;

    private final int maxBytes;

    RequestBody(ApiProperties properties) {
        this.maxBytes = (int) Math.min(properties.maxBodyBytes(), MAX_BYTES);
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
            byte[] body = read(request, length < 0 ? maxBytes + 1 : Math.toIntExact(length));
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
    private static byte[] read(HttpServletRequest request, int maxLength) throws IOException {
        MemoryShare memory = (MemoryShare) request.getAttribute(ApiInterceptor.BODY_MEMORY);
        InputStream input = request.getInputStream();
        byte[] body = new byte[Math.min(maxLength, MemoryShare.SMALL)];
        int length = input.readNBytes(body, 0, body.length);
        while (length == body.length && length < maxLength) {
            int room = length < BYTES_WHILE_WAITING ? Math.min(maxLength, length * GROWTH) : maxLength;
            memory.reserve(room);
            body = Arrays.copyOf(body, room);
            length += input.readNBytes(body, length, room - length);
        }
        memory.reserve(length);
        return length == body.length ? body : Arrays.copyOf(body, length);
    }
}
