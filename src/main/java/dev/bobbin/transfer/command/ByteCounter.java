package dev.bobbin.transfer.command;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Counts what a client reads. Another thread can read the number of bytes. */
final class ByteCounter extends FilterInputStream {

    private volatile long bytes;
    private volatile boolean isAtEnd;

    ByteCounter(InputStream input) {
        super(input);
    }

    long bytes() {
        return bytes;
    }

    boolean isAtEnd() {
        return isAtEnd;
    }

    @Override
    public int read() throws IOException {
        byte[] single = new byte[1];
        return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
    }

    /**
     * The HTTP client would take an {@link IOException} for the end of the body, and send a part of the file as if it
     * was complete.
     */
    @Override
    public int read(byte[] buffer, int offset, int length) {
        try {
            int count = super.read(buffer, offset, length);
            isAtEnd = count < 0;
            bytes = bytes + Math.max(0, count);
            return count;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
