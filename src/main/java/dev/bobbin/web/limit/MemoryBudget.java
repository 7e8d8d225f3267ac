package dev.bobbin.web.limit;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A part of the heap that requests share. If too little of it is free, a request waits in a queue of limited length. Of
 * each project, the first request in the queue competes with other projects, so a project with many large requests does
 * not delay those of another one for long.
 */
final class MemoryBudget {

    /** At least this many pages of maximum size fit into the budget at the same time. */
    private static final int PAGES_PER_BUDGET = 16;

    private static final int BYTES_PER_PERMIT = 1024;

    private final int permits;
    private final int permitsPerProject;
    private final Semaphore free;
    private final Semaphore freePlaces;
    private final int maxWaitingPerProject;
    private final Map<Object, Account> accounts = new ConcurrentHashMap<>();
    private final int heapPerByte;
    private final long maxPageBytes;

    private MemoryBudget(int permits, int permitsPerProject, int heapPerByte, int maxWaiting, long maxPageBytes) {
        this.maxPageBytes = maxPageBytes;
        this.permits = permits;
        this.permitsPerProject = permitsPerProject;
        this.free = new Semaphore(permits, true);
        this.freePlaces = new Semaphore(maxWaiting);
        this.maxWaitingPerProject = maxWaiting - maxWaiting / 4;
        this.heapPerByte = heapPerByte;
    }

    /**
     * A budget of which a single request may take everything. Such a request must depend on the server alone, since
     * other projects wait for it.
     *
     * @param heapPerByte heap bytes that the server needs for one byte of a body or response
     */
    static MemoryBudget whole(long heapBytes, int heapPerByte, int maxWaiting, long maxPageBytes) {
        int permits = permits(heapBytes);
        return new MemoryBudget(permits, permits, heapPerByte, maxWaiting, maxPageBytes);
    }

    /**
     * A budget of which a project takes at most three quarters. Its requests can wait for their clients, and a slow
     * client keeps the memory from other requests.
     */
    static MemoryBudget shared(long heapBytes, int heapPerByte, int maxWaiting, long maxPageBytes) {
        int permits = permits(heapBytes);
        return new MemoryBudget(permits, permits - permits / 4, heapPerByte, maxWaiting, maxPageBytes);
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
        Account account = accounts.computeIfAbsent(project, any -> new Account(permitsPerProject));
        if (account.turn.getQueueLength() >= maxWaitingPerProject || !freePlaces.tryAcquire()) {
            return false;
        }
        long end = System.nanoTime() + maxWait.toNanos();
        try {
            if (!tryAcquire(account.turn, 1, end)) {
                return false;
            }
            try {
                return acquire(account, wanted, end);
            } finally {
                account.turn.release();
            }
        } finally {
            freePlaces.release();
        }
    }

    /** Takes the project's own permits first, so that it never has permits of the budget while it waits for itself. */
    private boolean acquire(Account account, int wanted, long end) throws InterruptedException {
        if (!tryAcquire(account.free, wanted, end)) {
            return false;
        }
        boolean acquired = false;
        try {
            acquired = tryAcquire(free, wanted, end);
        } finally {
            if (!acquired) {
                account.free.release(wanted);
            }
        }
        return acquired;
    }

    private static boolean tryAcquire(Semaphore semaphore, int wanted, long end) throws InterruptedException {
        return semaphore.tryAcquire(wanted, end - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    void release(Object project, int held) {
        if (held > 0) {
            free.release(held);
            Objects.requireNonNull(accounts.get(project)).free.release(held);
        }
    }

    /** The number of permits for a body or response of this size. It never exceeds what a project can have. */
    int permitsFor(long bytes) {
        return Math.min(permitsPerProject, permits(bytes * heapPerByte));
    }

    long bytesPerPage() {
        return Math.min(maxPageBytes, (long) permits * BYTES_PER_PERMIT / PAGES_PER_BUDGET / heapPerByte);
    }

    private static int permits(long bytes) {
        return (int) Math.min(Integer.MAX_VALUE, (bytes + BYTES_PER_PERMIT - 1) / BYTES_PER_PERMIT);
    }

    /** The queue of a project, and the permits that it does not hold. */
    private static final class Account {

        private final Semaphore turn = new Semaphore(1, true);
        private final Semaphore free;

        private Account(int permits) {
            this.free = new Semaphore(permits, true);
        }
    }
}
