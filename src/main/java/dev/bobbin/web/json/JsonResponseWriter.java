package dev.bobbin.web.json;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * Writes a response as JSON. It sends a small response at once, with its length, and a large one piece by piece.
 *
 * <p>An object of the API passes its fixed parts as ASCII and its stored parts as JSON. That is faster than Jackson's
 * generator, and than any method that writes one member at a time: see {@code docs/performance.md}.
 */
public final class JsonResponseWriter {

    /**
     * Largest response that is sent at once, in bytes, unless it consists of a single text. The processor's caches hold
     * a buffer of this size.
     */
    static final int BUFFER_BYTES = 16 << 10;

    /** Longest text that is encoded in one piece, in characters. */
    private static final int MAX_ENCODED_AT_ONCE = 64 << 10;

    private final OutputStream target;
    private final LongConsumer contentLength;
    private byte[] buffer;
    private int count;
    private boolean sent;

    /**
     * @param contentLength receives the length of a response that is sent at once, in bytes
     * @param expectedBytes an estimate of the response's length, since growing the buffer costs more than filling it
     */
    JsonResponseWriter(OutputStream target, LongConsumer contentLength, long expectedBytes) {
        this.target = target;
        this.contentLength = contentLength;
        this.buffer = new byte[(int) Math.min(expectedBytes, BUFFER_BYTES)];
    }

    /** Appends stored JSON, or any other text of a response. */
    public JsonResponseWriter json(String json) throws IOException {
        if (json.length() > MAX_ENCODED_AT_ONCE) {
            flush();
            encode(json);
            return this;
        }
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        ensure(bytes.length);
        System.arraycopy(bytes, 0, buffer, count, bytes.length);
        count += bytes.length;
        return this;
    }

    /** Appends a short text that is ASCII, which needs no encoder. */
    @SuppressWarnings("deprecation") // It copies the low byte of each character, which is all that ASCII has.
    public JsonResponseWriter ascii(String ascii) throws IOException {
        ensure(ascii.length());
        ascii.getBytes(0, ascii.length(), buffer, count);
        count += ascii.length();
        return this;
    }

    public JsonResponseWriter ascii(long number) throws IOException {
        return ascii(Long.toString(number));
    }

    /** Sends what is left of the response. */
    void end() throws IOException {
        if (!sent) {
            contentLength.accept(count);
        }
        flush();
    }

    private void ensure(int bytes) throws IOException {
        if (count > 0 && count + bytes > BUFFER_BYTES) {
            flush();
        }
        if (count + bytes > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(count + bytes, Math.min(2 * buffer.length, BUFFER_BYTES)));
        }
    }

    private void flush() throws IOException {
        sent = true;
        target.write(buffer, 0, count);
        count = 0;
    }

    /** Encodes a long text piece by piece: in one piece it would take several times its own memory. */
    private void encode(String json) throws IOException {
        Writer writer = new OutputStreamWriter(target, StandardCharsets.UTF_8);
        writer.write(json);
        writer.flush();
    }
}
