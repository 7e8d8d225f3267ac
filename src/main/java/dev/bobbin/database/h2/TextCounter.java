package dev.bobbin.database.h2;

import org.h2.mvstore.WriteBuffer;

/** Counts the bytes that texts need in the file, and discards the texts. */
final class TextCounter extends WriteBuffer {

    private static final int BYTES_OF_OTHER_VALUES = 4 << 10;

    private long bytes;

    TextCounter() {
        super(BYTES_OF_OTHER_VALUES);
    }

    @Override
    public WriteBuffer clear() {
        bytes = 0;
        return super.clear();
    }

    @Override
    public WriteBuffer putStringData(String text, int length) {
        for (int i = 0; i < length; i++) {
            char character = text.charAt(i);
            bytes += character < 0x80 ? 1 : character < 0x800 ? 2 : 3;
        }
        return this;
    }

    /** The bytes of all texts, and of the other values. */
    long bytes() {
        return bytes + position();
    }
}
