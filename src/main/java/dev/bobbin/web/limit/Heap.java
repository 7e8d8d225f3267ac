package dev.bobbin.web.limit;

/** The size of the heap, from which most limits follow. */
public final class Heap {

    public static final long BYTES = Runtime.getRuntime().maxMemory();

    /** Heap bytes that the server needs without any request. */
    private static final long SERVER_BYTES = 32 << 20;

    /** Heap bytes for parsed bodies. */
    public static final long BYTES_FOR_PARSED_BODIES = Math.max(BYTES / 4, (BYTES - SERVER_BYTES) / 2);

    private Heap() {}
}
