package dev.bobbin.database.h2;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.StringDataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkBufferTests {

    /** H2 would need memory for a second buffer to enlarge the first one. */
    @ParameterizedTest
    @ValueSource(strings = {"x", "ä", "€", "\uD83D\uDE00"})
    void holdsLongTextsWithoutGrowing(String character) {
        String text = character.repeat(1 << 20);
        TextCounter counter = new TextCounter();
        StringDataType.INSTANCE.write(counter, text);
        WriteBuffer buffer = new ChunkBuffer(ChunkBuffer.bytes(0, 3 * counter.bytes(), 0));
        int capacity = buffer.capacity();

        for (int i = 0; i < 3; i++) {
            StringDataType.INSTANCE.write(buffer, text);
        }

        assertThat(buffer.capacity()).isEqualTo(capacity);
        assertThat(buffer.position()).isEqualTo(3 * (int) counter.bytes());
    }

    @Test
    void writesALongTextLikeH2() {
        String text = "xä€\uD83D\uDE00".repeat(10_001);
        WriteBuffer expected = new WriteBuffer();
        StringDataType.INSTANCE.write(expected, text);
        WriteBuffer buffer = new ChunkBuffer(1000);

        StringDataType.INSTANCE.write(buffer, text);

        assertThat(buffer.getBuffer().flip()).isEqualTo(expected.getBuffer().flip());
    }

    /** Otherwise, H2 would close the database. */
    @Test
    void waitsForMemory() {
        AtomicInteger attempts = new AtomicInteger();

        WriteBuffer buffer = ChunkBuffer.create(1000, bytes -> {
            if (attempts.incrementAndGet() < 3) {
                throw new OutOfMemoryError();
            }
            return new ChunkBuffer(bytes);
        });

        assertThat(buffer.capacity()).isEqualTo(1000);
    }
}
