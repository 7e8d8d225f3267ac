package dev.bobbin.web.limit;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A part of the heap that requests share, either for large request bodies or for large responses. If too little of it
 * is free, a request waits in a queue of limited length. Of each project, the first request in the queue competes with
 * other projects, so a project with many large requests does not delay those of another one for long.
 */
final class MemoryBudget {

    /** At least this many pages of maximum size fit into the budget at the same time. */
    private static final int PAGES_PER_BUDGET = 16;

    private static final int BYTES_PER_PERMIT = 1024;

    private final int permits;
    private final Semaphore free;
    private final Semaphore freePlaces;
    private final int maxWaitingPerProject;
    private final Map<Object, Semaphore> turns = new ConcurrentHashMap<>();
    private final int heapPerByte;
    private final long maxPageBytes;

    /** @param heapPerByte heap bytes that the server needs for one byte of a body or response */
    MemoryBudget(long heapBytes, int heapPerByte, int maxWaiting, long maxPageBytes) {
        this.maxPageBytes = maxPageBytes;
        this.permits = permits(heapBytes);
        this.free = new Semaphore(permits, true);
        this.freePlaces = new Semaphore(maxWaiting);
        this.maxWaitingPerProject = maxWaiting - maxWaiting / 4;
        this.heapPerByte = heapPerByte;
    }

    /** Creates an empty reservation for a request. */
    MemoryReservation newReservation(Object project) {
        return new MemoryReservation(this, project);
    }

    /**
     * Waits until the permits are free, and takes them.
     *
     * @return false if too many requests wait already, or if the wait takes too long
     */
    boolean acquire(Object project, int wanted, Duration maxWait) throws InterruptedException {
        Semaphore turn = turns.computeIfAbsent(project, any -> new Semaphore(1, true));
        if (turn.getQueueLength() >= maxWaitingPerProject || !freePlaces.tryAcquire()) {
            return false;
        }
        long end = System.nanoTime() + maxWait.toNanos();
        try {
            if (!turn.tryAcquire(maxWait.toNanos(), TimeUnit.NANOSECONDS)) {
                return false;
            }
            try {
                return free.tryAcquire(wanted, end - System.nanoTime(), TimeUnit.NANOSECONDS);
            } finally {
                turn.release();
            }
        } finally {
            freePlaces.release();
        }
    }

    void release(int held) {
        free.release(held);
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
