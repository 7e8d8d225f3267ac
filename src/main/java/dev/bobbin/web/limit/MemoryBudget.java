package dev.bobbin.web.limit;

import java.util.concurrent.Semaphore;

/**
 * A part of the heap that requests share for what is large: bodies on their way in, or answers on their way out. Those for
 * which there is no room wait, in the order in which they came, unless too many do.
 */
final class MemoryBudget {

    /** So many of the largest pages have room at once. */
    private static final int PAGES = 16;

    private static final int BYTES_PER_PERMIT = 1024;

    private final int permits;
    private final Semaphore free;
    private final int maxWaiting;
    private final int heapPerByte;
    private final long maxPageBytes;

    /** {@code heapPerByte} is what a byte of a body or an answer takes of the heap, in bytes. */
    MemoryBudget(long heapBytes, int heapPerByte, int maxWaiting, long maxPageBytes) {
        this.maxPageBytes = maxPageBytes;
        this.permits = permits(heapBytes);
        this.free = new Semaphore(permits, true);
        this.maxWaiting = maxWaiting;
        this.heapPerByte = heapPerByte;
    }

    /** A share of nothing, for a request. */
    MemoryReservation open() {
        return new MemoryReservation(this);
    }

    Semaphore free() {
        return free;
    }

    /** Whether nobody more may wait. */
    boolean isCrowded() {
        return free.getQueueLength() >= maxWaiting;
    }

    /** What counts for so many bytes. The largest request gets everything, even if it wants more. */
    int permitsFor(long bytes) {
        return Math.min(permits, permits(bytes * heapPerByte));
    }

    long bytesPerPage() {
        return Math.min(maxPageBytes, (long) permits * BYTES_PER_PERMIT / PAGES / heapPerByte);
    }

    private static int permits(long bytes) {
        return (int) Math.min(Integer.MAX_VALUE, (bytes + BYTES_PER_PERMIT - 1) / BYTES_PER_PERMIT);
    }
}
