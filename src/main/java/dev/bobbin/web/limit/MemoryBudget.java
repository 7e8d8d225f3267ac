package dev.bobbin.web.limit;

import java.util.concurrent.Semaphore;

/**
 * A part of the heap that requests share, either for large request bodies or for large responses. If too little of it
 * is free, a request waits in a first-in, first-out queue of limited length.
 */
final class MemoryBudget {

    /** At least this many pages of maximum size fit into the budget at the same time. */
    private static final int PAGES_PER_BUDGET = 16;

    private static final int BYTES_PER_PERMIT = 1024;

    private final int permits;
    private final Semaphore free;
    private final int maxWaiting;
    private final int heapPerByte;
    private final long maxPageBytes;

    /** @param heapPerByte heap bytes that the server needs for one byte of a body or response */
    MemoryBudget(long heapBytes, int heapPerByte, int maxWaiting, long maxPageBytes) {
        this.maxPageBytes = maxPageBytes;
        this.permits = permits(heapBytes);
        this.free = new Semaphore(permits, true);
        this.maxWaiting = maxWaiting;
        this.heapPerByte = heapPerByte;
    }

    /** Creates an empty reservation for a request. */
    MemoryReservation newReservation() {
        return new MemoryReservation(this);
    }

    Semaphore free() {
        return free;
    }

    boolean isQueueFull() {
        return free.getQueueLength() >= maxWaiting;
    }

    /** The number of permits for a body or response of this size. It never exceeds the whole budget. */
    int permitsFor(long bytes) {
        return Math.min(permits, permits(bytes * heapPerByte));
    }

    long bytesPerPage() {
        return Math.min(maxPageBytes, (long) permits * BYTES_PER_PERMIT / PAGES_PER_BUDGET / heapPerByte);
    }

    private static int permits(long bytes) {
        return (int) Math.min(Integer.MAX_VALUE, (bytes + BYTES_PER_PERMIT - 1) / BYTES_PER_PERMIT);
    }
}
