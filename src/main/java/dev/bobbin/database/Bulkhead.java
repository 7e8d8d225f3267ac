package dev.bobbin.database;

import dev.bobbin.database.failure.DatabaseBusyException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Limits how many callers with the same key run at once. Further callers wait, first come, first served. A key uses
 * memory only while a caller runs or waits.
 *
 * @param <K> the type of the keys
 */
final class Bulkhead<K> {

    private final int maxRunning;
    private final int maxCallers;
    private final Duration maxWait;
    private final String busy;
    private final Map<K, Callers> callersByKey = new ConcurrentHashMap<>();

    /**
     * @param maxCallers how many callers of a key may run or wait
     * @param busy the sentence for a client whose request may not run
     */
    Bulkhead(int maxRunning, int maxCallers, Duration maxWait, String busy) {
        this.maxRunning = maxRunning;
        this.maxCallers = maxCallers;
        this.maxWait = maxWait;
        this.busy = busy;
    }

    /**
     * Waits until the caller may run. The caller must call {@link #leave} afterwards.
     *
     * @throws DatabaseBusyException if the key has too many callers, or if the wait takes too long
     */
    void enter(K key) {
        Callers callers = callersByKey.compute(key, (same, present) -> withOneMore(present));
        boolean entered = false;
        try {
            entered = callers.running.tryAcquire(maxWait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (!entered) {
                callersByKey.computeIfPresent(key, (same, present) -> withOneLess(present));
            }
        }
        if (!entered) {
            throw new DatabaseBusyException(busy);
        }
    }

    void leave(K key) {
        callersByKey.computeIfPresent(key, (same, callers) -> {
            callers.running.release();
            return withOneLess(callers);
        });
    }

    /** The number of keys that have callers. */
    int keys() {
        return callersByKey.size();
    }

    private Callers withOneMore(@Nullable Callers present) {
        Callers callers = present == null ? new Callers(maxRunning) : present;
        if (callers.count == maxCallers) {
            throw new DatabaseBusyException(busy);
        }
        callers.count++;
        return callers;
    }

    private static @Nullable Callers withOneLess(Callers callers) {
        callers.count--;
        return callers.count == 0 ? null : callers;
    }

    /** The callers of one key. The map guards the count: it runs one update of a key at a time. */
    private static final class Callers {

        private final Semaphore running;
        private int count;

        private Callers(int maxRunning) {
            this.running = new Semaphore(maxRunning, true);
        }
    }
}
