package dev.bobbin.transfer.body;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Reads the bytes of a body one by one, and counts its lines. */
final class BodyReader {

    private static final int BUFFER_BYTES = 64 << 10;

    private final FileChannel file;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).limit(0);

    /** The position of the first byte in the buffer. */
    private long bufferBegin;

    private Place lineBegin = new Place(0, 1);
    private boolean blank = true;

    BodyReader(FileChannel file) {
        this.file = file;
    }

    Place place() {
        return new Place(position(), lineBegin.line());
    }

    long position() {
        return bufferBegin + buffer.position();
    }

    void moveTo(Place place) {
        bufferBegin = place.position();
        buffer.limit(0);
        lineBegin = place;
        blank = true;
    }

    /** The next byte, which is not consumed; -1 at the end of the body. */
    int peek() {
        if (!buffer.hasRemaining()) {
            fill();
        }
        return buffer.hasRemaining() ? buffer.get(buffer.position()) & 0xFF : -1;
    }

    /** Consumes the next byte; -1 at the end of the body. */
    int next() {
        int next = peek();
        if (next < 0) {
            return next;
        }
        buffer.get();
        if (next == '\n') {
            lineBegin = new Place(position(), lineBegin.line() + 1);
            blank = true;
        } else if (!isSpace(next)) {
            blank = false;
        }
        return next;
    }

    void skipSpace() {
        while (isSpace(peek())) {
            next();
        }
    }

    /** Whether only white space precedes the next byte on its line. */
    boolean isAtBeginOfLine() {
        return blank;
    }

    /** Moves back to the beginning of the line of the next byte. */
    void moveToBeginOfLine() {
        moveTo(lineBegin);
    }

    void moveToNextLine() {
        int next = next();
        while (next >= 0 && next != '\n') {
            next = next();
        }
    }

    private static boolean isSpace(int next) {
        return next == ' ' || next == '\t' || next == '\r' || next == '\n';
    }

    private void fill() {
        bufferBegin = position();
        buffer.clear();
        try {
            file.read(buffer, bufferBegin);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        buffer.flip();
    }
}
