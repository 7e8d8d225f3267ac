package dev.bobbin.api;

import java.util.concurrent.TimeUnit;

/** What one request has of the {@link MemoryBudget}, until it is answered. */
public final class MemoryShare implements AutoCloseable {

    /** The name of the request attribute that holds it. */
    static final String ATTRIBUTE = "memory";

    /**
     * A body is there as bytes, as text, as a tree and as the JSON that is stored, and then in the pages and buffers of the
     * database; text may take two bytes a character. Less than this is not enough for a heap of 256 MB.
     */
    private static final int PER_RECEIVED_BYTE = 16;

    /** An answer is there as the database sent it and as text. */
    static final int PER_ANSWERED_BYTE = 4;

    private static final int SECONDS_TO_WAIT = 10;

    private final MemoryBudget budget;
    private int held;

    MemoryShare(MemoryBudget budget) {
        this.budget = budget;
    }

    /** Waits until there is room to read a body of so many bytes. */
    void reserveForBody(long bytes) {
        resize(bytes * PER_RECEIVED_BYTE);
    }

    /** Waits until there is room to answer so many bytes. Not to be called in a transaction: others would wait for it. */
    public void reserveForAnswer(long bytes) {
        resize(bytes * PER_ANSWERED_BYTE);
    }

    /** How many bytes a page may hold. */
    public long bytesPerPage() {
        return budget.bytesPerPage();
    }

    /** Who wants more gives back what he has first: nobody who waits keeps others waiting. */
    private void resize(long bytes) {
        int wanted = budget.permitsFor(bytes);
        if (wanted <= held) {
            budget.free().release(held - wanted);
            held = wanted;
            return;
        }
        close();
        try {
            if (!budget.free().tryAcquire(wanted, SECONDS_TO_WAIT, TimeUnit.SECONDS)) {
                throw ApiException.busy();
            }
            held = wanted;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ApiException.busy();
        }
    }

    @Override
    public void close() {
        budget.free().release(held);
        held = 0;
    }
}
