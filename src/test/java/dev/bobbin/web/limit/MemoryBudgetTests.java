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

    private final MemoryBudget budget = MemoryBudget.whole(64 * MB, 4, 2, 16 * MB);
    private final MemoryReservation one = budget.newReservation("red");
    private final MemoryReservation other = budget.newReservation("red");

    @Test
    void blocksARequestUntilItsMemoryIsFree() throws Exception {
        one.reserve(16 * MB);
        Thread waiting = start(() -> other.reserve(MB));

        awaitWaiting(waiting);
        one.close();

        waiting.join();
    }

    @Test
    void doesNotBlockSmallRequests() {
        one.reserve(16 * MB);
        start(() -> budget.newReservation("red").reserve(MB));

        other.reserve(16_000);
    }

    /** Otherwise, two requests that need more memory could wait for each other. */
    @Test
    void releasesItsMemoryBeforeItWaitsForMore() throws Exception {
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
    void rejectsARequestIfTheQueueIsFull() {
        one.reserve(16 * MB);
        awaitWaiting(start(() -> other.reserve(MB)));
        awaitWaiting(start(() -> budget.newReservation("red").reserve(MB)));

        assertThatThrownBy(() -> budget.newReservation("red").reserve(MB)).isInstanceOf(ApiException.class);
    }

    @Test
    void releasesMemoryThatIsNoLongerNeeded() {
        one.reserve(16 * MB);
        one.reserve(MB);

        other.reserve(15 * MB);
    }

    @Test
    void limitsTheLargestRequestToTheWholeBudget() {
        one.reserve(1000L * MB);
        one.close();

        other.reserve(1000L * MB);
    }

    @Test
    void servesSmallerPagesFromASmallHeap() {
        assertThat(one.bytesPerPage()).isEqualTo(MB);
        assertThat(MemoryBudget.whole(4L << 30, 4, 1, 16 * MB)
                        .newReservation("red")
                        .bytesPerPage())
                .isEqualTo(16 * MB);
    }

    /** Otherwise, a project with many large requests could delay another project until its requests time out. */
    @Test
    void letsAnotherProjectOvertakeWaitingRequests() throws Exception {
        MemoryBudget shared = MemoryBudget.whole(64 * MB, 4, 10, 16 * MB);
        MemoryReservation running = shared.newReservation("red");
        running.reserve(16 * MB);
        Thread waiting = startAndAwaitWaiting(shared.newReservation("red"));
        startAndAwaitWaiting(shared.newReservation("red"));
        Thread other = startAndAwaitWaiting(shared.newReservation("blue"));

        running.close();
        other.join();

        assertThat(waiting.isAlive()).isTrue();
    }

    /** A project with slow clients holds its memory for long. */
    @Test
    void leavesAQuarterToOtherProjects() {
        MemoryBudget shared = MemoryBudget.shared(64 * MB, 4, 10, 16 * MB);
        shared.newReservation("red").reserve(16 * MB);
        startAndAwaitWaiting(shared.newReservation("red"));

        shared.newReservation("blue").reserve(4 * MB);
    }

    @Test
    void givesAProjectItsShareAgain() {
        MemoryBudget shared = MemoryBudget.shared(64 * MB, 4, 10, 16 * MB);

        for (int i = 0; i < 3; i++) {
            MemoryReservation reservation = shared.newReservation("red");
            reservation.reserve(12 * MB);
            reservation.close();
        }
    }

    private static Thread startAndAwaitWaiting(MemoryReservation reservation) {
        Thread thread = start(() -> reservation.reserve(16 * MB));
        awaitWaiting(thread);
        return thread;
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
