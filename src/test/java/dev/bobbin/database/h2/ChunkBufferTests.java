package dev.bobbin.database.h2;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.h2.mvstore.WriteBuffer;
import org.junit.jupiter.api.Test;

class ChunkBufferTests {

    /** H2 would need memory for a second buffer to enlarge the first one. */
    @Test
    void holdsLongTextsWithoutGrowing() {
        String text = "x".repeat(2 << 20);
        int rowBytes = 2 * text.length();
        WriteBuffer buffer = new WriteBuffer(ChunkBuffer.bytes(3 * rowBytes, rowBytes));
        int capacity = buffer.capacity();

        for (int i = 0; i < 3; i++) {
            buffer.putStringData(text, text.length());
        }

        assertThat(buffer.capacity()).isEqualTo(capacity);
    }

    /** Otherwise, H2 would close the database. */
    @Test
    void waitsForMemory() {
        AtomicInteger attempts = new AtomicInteger();

        WriteBuffer buffer = ChunkBuffer.create(1000, bytes -> {
            if (attempts.incrementAndGet() < 3) {
                throw new OutOfMemoryError();
            }
            return new WriteBuffer(bytes);
        });

        assertThat(buffer.capacity()).isEqualTo(1000);
    }
}
