package dev.bobbin.web.limit;

import dev.bobbin.web.error.ApiException;
import dev.bobbin.web.error.DeadlineExceededException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads the body of a request once, up to the size limit. */
public class RequestBody {

    private static final String BODY_ATTRIBUTE = RequestBody.class.getName();

    /**
     * Largest part of a body that the server holds while the request waits for memory. The garbage collector can move
     * an array of this size.
     */
    static final int BYTES_WHILE_WAITING = 256 << 10;

    /**
     * Factor by which the buffer grows until {@link #BYTES_WHILE_WAITING} bytes have arrived. The next reservation then
     * covers the whole body, or the largest allowed body if the client sent no length.
     */
    private static final int GROWTH = 4;

    private final int maxBytes;

    RequestBody(LimitProperties properties) {
        this.maxBytes = (int) Math.min(properties.maxBodyBytes(), Heap.CURRENT.largestBody());
    }

    /**
     * The bytes of the body; an empty array if the request has none.
     *
     * @throws ApiException with 413 if the body is too large, 408 if it did not arrive in time, 400 if it ended early,
     *     503 if the server has no memory for it
     */
    public byte[] of(HttpServletRequest request) {
        byte @Nullable [] known = (byte[]) request.getAttribute(BODY_ATTRIBUTE);
        if (known != null) {
            return known;
        }
        byte[] body = read(request);
        request.setAttribute(BODY_ATTRIBUTE, body);
        return body;
    }

    /** The size of the largest body that an endpoint reads at once. */
    public int maxBytes() {
        return maxBytes;
    }

    /**
     * The size of the largest object that an import reads. The API adds members to an object, and 27 bytes to each text
     * part. Later changes of metadata add at most 64 KB. Only a message of almost
     * maximum size with thousands of parts does not fit.
     */
    public long maxObjectBytes() {
        return maxBytes + maxBytes / 16 + (64 << 10);
    }

    /** The reservation for a body, and then for the objects that it contains, until the response is written. */
    public static MemoryReservation receivedMemory(HttpServletRequest request) {
        return reservation(request, MemoryInterceptor.RECEIVED_MEMORY);
    }

    /** The reservation for the parsed form of a body. It does not depend on the speed of a client. */
    public static MemoryReservation parsedMemory(HttpServletRequest request) {
        return reservation(request, MemoryInterceptor.PARSED_MEMORY);
    }

    private static MemoryReservation reservation(HttpServletRequest request, String name) {
        return (MemoryReservation) Objects.requireNonNull(request.getAttribute(name));
    }

    /** Forgets the bytes of the body, which nothing needs any more. */
    public void release(HttpServletRequest request) {
        request.removeAttribute(BODY_ATTRIBUTE);
    }

    private byte[] read(HttpServletRequest request) {
        long length = request.getContentLengthLong();
        if (length > maxBytes) {
            throw tooLarge();
        }
        try {
            byte[] body = read(request, length < 0 ? maxBytes + 1 : Math.toIntExact(length));
            if (body.length > maxBytes) {
                throw tooLarge();
            }
            parsedMemory(request).reserve(body.length);
            return body;
        } catch (DeadlineExceededException e) {
            throw ApiException.requestTimeout();
        } catch (IOException e) {
            throw ApiException.badRequest(null, null, "The request body ended early or is not encoded correctly.");
        }
    }

    /** Reserves memory as the body grows, so that a client that has sent little never holds much memory. */
    private static byte[] read(HttpServletRequest request, int maxLength) throws IOException {
        MemoryReservation memory = receivedMemory(request);
        InputStream input = request.getInputStream();
        byte[] body = new byte[Math.min(maxLength, MemoryReservation.SMALL)];
        int length = input.readNBytes(body, 0, body.length);
        while (length == body.length && length < maxLength) {
            int capacity = length < BYTES_WHILE_WAITING ? Math.min(maxLength, length * GROWTH) : maxLength;
            memory.reserve(capacity);
            body = Arrays.copyOf(body, capacity);
            length += input.readNBytes(body, length, capacity - length);
        }
        return length == body.length ? body : Arrays.copyOf(body, length);
    }

    private ApiException tooLarge() {
        return ApiException.tooLarge(null, "The request body is too large. Expected at most " + maxBytes + " bytes.");
    }
}
