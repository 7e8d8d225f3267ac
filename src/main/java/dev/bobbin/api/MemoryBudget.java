package dev.bobbin.api;

import java.util.concurrent.Semaphore;

/**
 * The part of the heap that requests share for what is large: bodies on their way in, pages on their way out. Those for
 * which there is no room wait, in the order in which they came.
 */
class MemoryBudget {

    private static final int BYTES_PER_PERMIT = 1024;

    private final int permits;
    private final Semaphore free;

    private final long maxPageBytes;

    MemoryBudget(long bytes, long maxPageBytes) {
        this.maxPageBytes = maxPageBytes;
        this.permits = permits(bytes);
        this.free = new Semaphore(permits, true);
    }

    /** A share of nothing, for a request. */
    MemoryShare open() {
        return new MemoryShare(this);
    }

    Semaphore free() {
        return free;
    }

    /** What counts for so many bytes. The largest request gets everything, even if it wants more. */
    int permitsFor(long bytes) {
        return Math.min(permits, permits(bytes));
    }

    /** How large a page may be, in bytes: on a small heap less than is allowed, so that sixteen have room at once. */
    long bytesPerPage() {
        return Math.min(maxPageBytes, (long) permits * BYTES_PER_PERMIT / 16 / MemoryShare.PER_ANSWERED_BYTE);
    }

    private static int permits(long bytes) {
        return (int) Math.min(Integer.MAX_VALUE, (bytes + BYTES_PER_PERMIT - 1) / BYTES_PER_PERMIT);
    }
}
