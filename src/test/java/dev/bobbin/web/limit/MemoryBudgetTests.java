package dev.bobbin.web.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bobbin.web.error.ApiException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MemoryBudgetTests {

    private static final int MB = 1 << 20;

    private final MemoryBudget budget = new MemoryBudget(64 * MB, 4, 2, 16 * MB);
    private final MemoryReservation one = budget.open();
    private final MemoryReservation other = budget.open();

    @Test
    void letsARequestWaitUntilThereIsRoomForIt() throws Exception {
        one.reserve(16 * MB);
        Thread waiting = start(() -> other.reserve(MB));

        awaitWaiting(waiting);
        one.close();

        waiting.join();
    }

    @Test
    void letsASmallRequestPass() {
        one.reserve(16 * MB);
        start(() -> budget.open().reserve(MB));

        other.reserve(16_000);
    }

    /** Two that hold something and want more would wait for each other. */
    @Test
    void givesBackWhatItHasBeforeItWaitsForMore() throws Exception {
        one.reserve(8 * MB);
        other.reserve(8 * MB);
        Thread waiting = start(() -> {
            one.reserve(16 * MB);
            one.close();
        });

        awaitWaiting(waiting);
        other.reserve(16 * MB);

        waiting.join();
    }

    @Test
    void letsOnlySoManyWait() {
        one.reserve(16 * MB);
        awaitWaiting(start(() -> other.reserve(MB)));
        awaitWaiting(start(() -> budget.open().reserve(MB)));

        assertThatThrownBy(() -> budget.open().reserve(MB)).isInstanceOf(ApiException.class);
    }

    @Test
    void givesBackWhatIsNotNeeded() {
        one.reserve(16 * MB);
        one.reserve(MB);

        other.reserve(15 * MB);
    }

    @Test
    void letsTheLargestHaveEverything() {
        one.reserve(1000L * MB);
        one.close();

        other.reserve(1000L * MB);
    }

    @Test
    void servesSmallerPagesFromASmallHeap() {
        assertThat(one.bytesPerPage()).isEqualTo(MB);
        assertThat(new MemoryBudget(4L << 30, 4, 1, 16 * MB).open().bytesPerPage())
                .isEqualTo(16 * MB);
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
