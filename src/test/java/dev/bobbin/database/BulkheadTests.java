package dev.bobbin.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bobbin.database.failure.DatabaseBusyException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A bulkhead in which two callers of a key may run, and a third may wait. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BulkheadTests {

    private final Bulkhead<String> bulkhead = new Bulkhead<>(2, 3, Duration.ofSeconds(10), "Busy");

    @Test
    void blocksACallerUntilAnotherOneLeaves() throws Exception {
        bulkhead.enter("a");
        bulkhead.enter("a");
        Thread waiting = start(() -> bulkhead.enter("a"));

        awaitWaiting(waiting);
        bulkhead.leave("a");

        waiting.join();
    }

    @Test
    void doesNotBlockACallerWithAnotherKey() {
        bulkhead.enter("a");
        bulkhead.enter("a");

        bulkhead.enter("b");
    }

    @Test
    void rejectsACallerAtOnceIfTooManyWait() {
        bulkhead.enter("a");
        bulkhead.enter("a");
        awaitWaiting(start(() -> bulkhead.enter("a")));

        assertThatThrownBy(() -> bulkhead.enter("a"))
                .isInstanceOf(DatabaseBusyException.class)
                .hasMessage("Busy");
    }

    @Test
    void forgetsACallerThatHasWaitedTooLong() {
        Bulkhead<String> impatient = new Bulkhead<>(1, 2, Duration.ofMillis(1), "Busy");
        impatient.enter("a");

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> impatient.enter("a")).isInstanceOf(DatabaseBusyException.class);
        }
        impatient.leave("a");

        assertThat(impatient.keys()).isZero();
    }

    @Test
    void forgetsAnInterruptedCaller() throws Exception {
        bulkhead.enter("a");
        bulkhead.enter("a");
        List<Boolean> interrupted = new ArrayList<>();
        Thread waiting = start(() -> {
            assertThatThrownBy(() -> bulkhead.enter("a")).isInstanceOf(DatabaseBusyException.class);
            interrupted.add(Thread.currentThread().isInterrupted());
        });

        awaitWaiting(waiting);
        waiting.interrupt();
        waiting.join();
        bulkhead.leave("a");
        bulkhead.leave("a");

        assertThat(interrupted).containsExactly(true);
        assertThat(bulkhead.keys()).isZero();
    }

    @Test
    void countsExactlyUnderContention() throws Exception {
        Bulkhead<Integer> contended = new Bulkhead<>(2, 6, Duration.ofNanos(100_000), "Busy");
        List<AtomicInteger> running = List.of(new AtomicInteger(), new AtomicInteger());
        AtomicInteger most = new AtomicInteger();
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            callers.add(start(() -> enterAndLeave(contended, running, most)));
        }
        for (Thread caller : callers) {
            caller.join();
        }

        assertThat(most).hasValue(2);
        assertThat(contended.keys()).isZero();
    }

    private static void enterAndLeave(Bulkhead<Integer> bulkhead, List<AtomicInteger> running, AtomicInteger most) {
        for (int i = 0; i < 5000; i++) {
            int key = ThreadLocalRandom.current().nextInt(running.size());
            try {
                bulkhead.enter(key);
            } catch (DatabaseBusyException e) {
                continue;
            }
            most.accumulateAndGet(running.get(key).incrementAndGet(), Math::max);
            Thread.yield();
            running.get(key).decrementAndGet();
            bulkhead.leave(key);
        }
    }

    private static Thread start(Runnable task) {
        Thread thread = new Thread(new FutureTask<>(task, null));
        thread.start();
        return thread;
    }

    private static void awaitWaiting(Thread thread) {
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
    }
}
