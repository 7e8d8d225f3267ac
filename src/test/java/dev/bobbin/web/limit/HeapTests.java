package dev.bobbin.web.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class HeapTests {

    private static final long MB = 1 << 20;

    /** H2's unsaved pages take a 16th of the heap. With its cache and the buffer of a chunk, H2 needs at least 16 MB. */
    @Test
    void dividesNoMoreThanTheHeap() {
        assertThat(LongStream.rangeClosed(96, 4096).boxed()).allSatisfy(megabytes -> {
            Heap heap = new Heap(megabytes * MB);
            long h2 = Math.max(16 * MB, heap.bytes() / 16);
            long requests = heap.forReceivedBodies() + heap.forParsedBodies() + heap.forResponses();

            assertThat(Heap.SERVER_BYTES + h2 + requests).isLessThanOrEqualTo(heap.bytes());
        });
    }

    /** A thread with 1.99 MB of messages, whose parts have one character, has six values for each 27 bytes. */
    @Test
    void letsTheLargestBodyHaveManyParts() {
        Heap heap = new Heap(128 * MB);

        assertThat(heap.largestBody()).isEqualTo(2 * MB);
        assertThat(heap.forParsedBodies() / 80).isGreaterThan(2 * MB / 27 * 6);
    }
}
