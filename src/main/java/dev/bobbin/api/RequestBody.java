package dev.bobbin.api;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Reads the body of a request, once, and no more of it than is allowed. */
class RequestBody {

    private static final String BYTES = RequestBody.class.getName();

    /** Bodies up to this size are read without a share of the memory, so that they never wait for large ones. */
    private static final int SMALL = 16 << 10;

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
            InputStream input = request.getInputStream();
            byte[] beginning = input.readNBytes(Math.min(SMALL, maxBytes) + 1);
            byte[] body = beginning.length <= SMALL
                    ? beginning
                    : readLarge(request, length < 0 ? maxBytes : length, beginning, input);
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

    private byte[] readLarge(HttpServletRequest request, long expected, byte[] beginning, InputStream input)
            throws IOException {
        ((MemoryShare) request.getAttribute(MemoryShare.ATTRIBUTE)).reserveForBody(expected);
        byte[] rest = input.readNBytes(maxBytes + 1 - beginning.length);
        byte[] body = new byte[beginning.length + rest.length];
        System.arraycopy(beginning, 0, body, 0, beginning.length);
        System.arraycopy(rest, 0, body, beginning.length, rest.length);
        return body;
    }
}
