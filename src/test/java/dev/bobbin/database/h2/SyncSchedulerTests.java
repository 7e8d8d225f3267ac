package dev.bobbin.database.h2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.SimpleTransactionStatus;

@Timeout(30)
class SyncSchedulerTests {

    private static final FreeDiskGuard UNLIMITED = new FreeDiskGuard(0, () -> 0);

    private final List<Thread> writers = new ArrayList<>();
    private final AtomicInteger syncs = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private final CountDownLatch firstHasBegun = new CountDownLatch(1);
    private final CountDownLatch firstMayEnd = new CountDownLatch(1);

    /** A sync whose first run lasts until it is let go. */
    private final SyncScheduler checkpoint =
            new SyncScheduler(this::sync, failure -> failures.incrementAndGet(), new SimpleMeterRegistry());

    private void sync() {
        if (syncs.incrementAndGet() == 1) {
            firstHasBegun.countDown();
            try {
                firstMayEnd.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @AfterEach
    void close() {
        checkpoint.close();
    }

    @Test
    void servesAllWhoCameDuringASyncWithTheNextOne() throws Exception {
        FutureTask<Void> first = write();
        firstHasBegun.await();
        List<FutureTask<Void>> others =
                IntStream.range(0, 32).mapToObj(i -> write()).toList();
        awaitLine();
        firstMayEnd.countDown();
        first.get();
        for (FutureTask<Void> other : others) {
            other.get();
        }

        assertThat(syncs).hasValue(2);
    }

    @Test
    void doesNotServeALatecomerWithASyncThatHadBegun() throws Exception {
        FutureTask<Void> first = write();
        firstHasBegun.await();
        FutureTask<Void> latecomer = write();
        awaitLine();

        assertThat(latecomer).isNotDone();
        firstMayEnd.countDown();
        latecomer.get();
        assertThat(first).succeedsWithin(1, TimeUnit.SECONDS);
        assertThat(syncs).hasValue(2);
    }

    @Test
    void tellsWhoWaitedThatTheSyncFailed() {
        SyncScheduler failing = new SyncScheduler(
                SyncSchedulerTests::fail, failure -> failures.incrementAndGet(), new SimpleMeterRegistry());

        assertThatThrownBy(failing::await).isInstanceOf(DataAccessResourceFailureException.class);
        assertThat(failing.hasFailed()).isTrue();
        assertThat(failures).hasPositiveValue();
    }

    @Test
    void trustsNoSyncAfterOneThatFailed() {
        SyncScheduler failing = new SyncScheduler(
                () -> {
                    if (syncs.incrementAndGet() == 1) {
                        fail();
                    }
                },
                failure -> failures.incrementAndGet(),
                new SimpleMeterRegistry());

        assertThatThrownBy(failing::await).isInstanceOf(DataAccessResourceFailureException.class);
        assertThatThrownBy(failing::await).isInstanceOf(DataAccessResourceFailureException.class);
    }

    @Test
    void takesNoTransactionOnceASyncHasFailed() {
        SyncScheduler failing = new SyncScheduler(
                SyncSchedulerTests::fail, failure -> failures.incrementAndGet(), new SimpleMeterRegistry());
        PlatformTransactionManager transactions = mock();
        DurableTransactionManager groupCommit =
                new DurableTransactionManager(transactions, failing, new ReentrantLock(), UNLIMITED);

        assertThatThrownBy(failing::await).isInstanceOf(DataAccessResourceFailureException.class);
        assertThatThrownBy(() -> groupCommit.getTransaction(null)).isInstanceOf(CannotCreateTransactionException.class);
        verifyNoInteractions(transactions);
    }

    @Test
    void letsH2TakeUpNothingWhileATransactionWrites() {
        ReentrantLock changing = new ReentrantLock();
        PlatformTransactionManager transactions = mock();
        when(transactions.getTransaction(null)).thenReturn(new SimpleTransactionStatus());
        DurableTransactionManager groupCommit =
                new DurableTransactionManager(transactions, checkpoint, changing, UNLIMITED);

        TransactionStatus status = groupCommit.getTransaction(null);
        assertThat(changing.isLocked()).isTrue();
        groupCommit.rollback(status);
        assertThat(changing.isLocked()).isFalse();
    }

    private static void fail() {
        throw new IllegalStateException("The disk is gone");
    }

    private FutureTask<Void> write() {
        FutureTask<Void> write = new FutureTask<>(checkpoint::await, null);
        Thread writer = new Thread(write);
        writers.add(writer);
        writer.start();
        return write;
    }

    /** Until every writer waits, be it for its turn or for the sync. */
    private void awaitLine() {
        while (!writers.stream().allMatch(writer -> writer.getState() == Thread.State.WAITING)) {
            Thread.onSpinWait();
        }
    }
}
