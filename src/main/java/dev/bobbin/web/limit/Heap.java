package dev.bobbin.web.limit;

/**
 * Divides the heap between the server, H2 and the requests. Most limits follow from these parts, which together never
 * exceed the heap.
 *
 * @param bytes the size of the heap
 */
public record Heap(long bytes) {

    public static final Heap CURRENT = new Heap(Runtime.getRuntime().maxMemory());

    /** Heap bytes that the server needs without any request. */
    static final long SERVER_BYTES = 32 << 20;

    /** Heap bytes for the server, H2 and temporary objects. Below 256 MB, the budgets are fractions of the rest. */
    private static final long RESERVED_BYTES = 64 << 20;

    long forReceivedBodies() {
        return Math.min(bytes / 8, rest() / 6);
    }

    public long forParsedBodies() {
        return Math.max(bytes / 8, Math.min((bytes - SERVER_BYTES) / 2, rest() * 7 / 12));
    }

    long forResponses() {
        return Math.min(bytes / 4, rest() / 3);
    }

    /** H2 needs several times as much heap as a body has bytes. */
    long largestBody() {
        return Math.min(bytes / 64, rest() / 32);
    }

    /** A heap that is too small for the server still gets small budgets. */
    private long rest() {
        return Math.max(bytes - RESERVED_BYTES, bytes / 8);
    }
}
