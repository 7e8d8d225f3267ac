package dev.bobbin.api;

import java.util.concurrent.TimeUnit;

/** What one request has of a {@link MemoryBudget}, until it is answered. */
public final class MemoryShare implements AutoCloseable {

    /** In bytes. So much is had without a share, and without waiting for those who need one. */
    public static final int SMALL = 16 << 10;

    private static final int SECONDS_TO_WAIT = 10;

    private final MemoryBudget budget;
    private int held;

    MemoryShare(MemoryBudget budget) {
        this.budget = budget;
    }

    /**
     * Waits until there is room for so many bytes, in place of those reserved before. Not to be called in a transaction:
     * others would wait for it.
     */
    public void reserve(long bytes) {
        int wanted = bytes <= SMALL ? 0 : budget.permitsFor(bytes);
        if (wanted <= held) {
            budget.free().release(held - wanted);
            held = wanted;
            return;
        }
        // Who wants more gives back what he has first: nobody who waits keeps others waiting.
        close();
        acquire(wanted);
    }

    /** How many bytes a page should hold at most. */
    public long bytesPerPage() {
        return budget.bytesPerPage();
    }

    private void acquire(int wanted) {
        try {
            if (budget.isCrowded() || !budget.free().tryAcquire(wanted, SECONDS_TO_WAIT, TimeUnit.SECONDS)) {
                throw Unavailable.busy();
            }
            held = wanted;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Unavailable.busy();
        }
    }

    @Override
    public void close() {
        budget.free().release(held);
        held = 0;
    }
}
