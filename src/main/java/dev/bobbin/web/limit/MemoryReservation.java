package dev.bobbin.web.limit;

import dev.bobbin.web.error.ApiException;
import java.time.Duration;

/** The part of a {@link MemoryBudget} that one request holds, at most until its response is written. */
public final class MemoryReservation implements AutoCloseable {

    /** Bytes that need no reservation, so that small requests never wait for large ones. */
    public static final int SMALL = 16 << 10;

    private static final Duration MAX_WAIT = Duration.ofSeconds(10);

    private final MemoryBudget budget;
    private final Object project;
    private int held;

    MemoryReservation(MemoryBudget budget, Object project) {
        this.budget = budget;
        this.project = project;
    }

    /**
     * Changes the reservation to this many bytes, and waits until they are free. The caller must not be in a
     * transaction, since other requests would wait for its locks.
     *
     * @throws ApiException with 503 if too many requests wait already, or after 10 seconds
     */
    public void reserve(long bytes) {
        int wanted = bytes <= SMALL ? 0 : budget.permitsFor(bytes);
        if (wanted <= held) {
            budget.release(project, held - wanted);
            held = wanted;
            return;
        }
        // A waiting request holds nothing, so two requests cannot wait for each other.
        close();
        acquire(wanted);
    }

    /** Maximum size of a page in bytes. A page with a single object may be larger. */
    public long bytesPerPage() {
        return budget.bytesPerPage();
    }

    private void acquire(int wanted) {
        try {
            if (!budget.acquire(project, wanted, MAX_WAIT)) {
                throw busy();
            }
            held = wanted;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy();
        }
    }

    private static ApiException busy() {
        return ApiException.unavailable(
                "The server is busy with other large requests at the moment. Please try again shortly.",
                Duration.ofSeconds(1));
    }

    @Override
    public void close() {
        budget.release(project, held);
        held = 0;
    }
}
