package dev.bobbin.transfer.command;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** Counts what it writes to an output. Another thread can read the number of bytes. */
final class LineCounter {

    private final OutputStream output;
    private volatile long bytes;
    private long lines;

    LineCounter(OutputStream output) {
        this.output = output;
    }

    void write(byte[] piece) {
        try {
            output.write(piece);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (byte b : piece) {
            if (b == '\n') {
                lines++;
            }
        }
        bytes = bytes + piece.length;
    }

    long bytes() {
        return bytes;
    }

    long lines() {
        return lines;
    }
}
