package dev.bobbin.database.h2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
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
import org.springframework.transaction.HeuristicCompletionException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.SimpleTransactionStatus;
import org.springframework.transaction.support.TransactionSynchronizationManager;

@Timeout(30)
class SyncSchedulerTests {

    private final List<Thread> writers = new ArrayList<>();
    private final AtomicInteger syncCount = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private final CountDownLatch firstSyncStarted = new CountDownLatch(1);
    private final CountDownLatch firstSyncMayEnd = new CountDownLatch(1);

    /** Its first sync lasts until {@code firstSyncMayEnd} opens. */
    private final SyncScheduler syncs =
            new SyncScheduler(this::sync, failure -> failures.incrementAndGet(), new SimpleMeterRegistry());

    private void sync() {
        if (syncCount.incrementAndGet() == 1) {
            firstSyncStarted.countDown();
            try {
                firstSyncMayEnd.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @AfterEach
    void close() {
        syncs.close();
    }

    @Test
    void sharesOneSyncAmongAllWritersThatArriveDuringAnother() throws Exception {
        FutureTask<Void> first = write();
        firstSyncStarted.await();
        List<FutureTask<Void>> others =
                IntStream.range(0, 32).mapToObj(i -> write()).toList();
        awaitBlockedWriters();
        firstSyncMayEnd.countDown();
        first.get();
        for (FutureTask<Void> other : others) {
            other.get();
        }

        assertThat(syncCount).hasValue(2);
    }

    @Test
    void doesNotServeAWriterWithASyncThatStartedBefore() throws Exception {
        FutureTask<Void> first = write();
        firstSyncStarted.await();
        FutureTask<Void> second = write();
        awaitBlockedWriters();

        assertThat(second).isNotDone();
        firstSyncMayEnd.countDown();
        second.get();
        assertThat(first).succeedsWithin(1, TimeUnit.SECONDS);
        assertThat(syncCount).hasValue(2);
    }

    @Test
    void reportsAFailedSyncToItsWriters() {
        SyncScheduler failing = new SyncScheduler(
                SyncSchedulerTests::fail, failure -> failures.incrementAndGet(), new SimpleMeterRegistry());

        assertThatThrownBy(failing::await).isInstanceOf(HeuristicCompletionException.class);
        assertThat(failing.hasFailed()).isTrue();
        assertThat(failures).hasPositiveValue();
    }

    /** A transient SQL state would otherwise tell the client that its request had no effect. */
    @Test
    void reportsAnUnknownOutcomeForEveryCause() {
        SyncScheduler failing = new SyncScheduler(
                () -> {
                    throw new DataAccessResourceFailureException("", new SQLException("Timeout", "HYT00"));
                },
                failure -> failures.incrementAndGet(),
                new SimpleMeterRegistry());

        assertThatThrownBy(failing::await)
                .isInstanceOf(HeuristicCompletionException.class)
                .hasRootCauseInstanceOf(SQLException.class);
    }

    @Test
    void failsEverySyncAfterAFailedOne() {
        SyncScheduler failing = new SyncScheduler(
                () -> {
                    if (syncCount.incrementAndGet() == 1) {
                        fail();
                    }
                },
                failure -> failures.incrementAndGet(),
                new SimpleMeterRegistry());

        assertThatThrownBy(failing::await).isInstanceOf(HeuristicCompletionException.class);
        assertThatThrownBy(failing::await).isInstanceOf(HeuristicCompletionException.class);
    }

    @Test
    void rejectsTransactionsAfterAFailedSync() {
        SyncScheduler failing = new SyncScheduler(
                SyncSchedulerTests::fail, failure -> failures.incrementAndGet(), new SimpleMeterRegistry());
        PlatformTransactionManager delegate = mock();
        DurableTransactionManager transactionManager = new DurableTransactionManager(
                delegate, failing, new ReentrantLock(), () -> false, FreeDiskGuard.disabled());

        assertThatThrownBy(failing::await).isInstanceOf(HeuristicCompletionException.class);
        assertThatThrownBy(() -> transactionManager.getTransaction(null))
                .isInstanceOf(CannotCreateTransactionException.class);
        verifyNoInteractions(delegate);
    }

    /** H2 takes no snapshot while a transaction holds the lock. */
    @Test
    void holdsTheWriterLockDuringATransaction() {
        ReentrantLock writerLock = new ReentrantLock();
        PlatformTransactionManager delegate = mock();
        when(delegate.getTransaction(null)).thenReturn(new SimpleTransactionStatus());
        DurableTransactionManager transactionManager =
                new DurableTransactionManager(delegate, syncs, writerLock, () -> false, FreeDiskGuard.disabled());

        TransactionStatus status = transactionManager.getTransaction(null);
        assertThat(writerLock.isLocked()).isTrue();
        transactionManager.rollback(status);
        assertThat(writerLock.isLocked()).isFalse();
    }

    @Test
    void beginsATransactionOnlyAfterASyncIfManyBytesAreUnsaved() {
        PlatformTransactionManager delegate = mock();
        firstSyncMayEnd.countDown();

        withManyUnsavedBytes(delegate).getTransaction(null);

        assertThat(syncCount).hasValue(1);
    }

    /** A sync waits until the outer transaction has ended. */
    @Test
    void beginsANestedTransactionWithoutWaitingForASync() {
        PlatformTransactionManager delegate = mock();
        TransactionSynchronizationManager.setActualTransactionActive(true);
        try {
            withManyUnsavedBytes(delegate).getTransaction(null);
        } finally {
            TransactionSynchronizationManager.setActualTransactionActive(false);
        }

        assertThat(syncCount).hasValue(0);
        verify(delegate).getTransaction(null);
    }

    private DurableTransactionManager withManyUnsavedBytes(PlatformTransactionManager delegate) {
        when(delegate.getTransaction(null)).thenReturn(new SimpleTransactionStatus());
        return new DurableTransactionManager(
                delegate, syncs, new ReentrantLock(), () -> true, FreeDiskGuard.disabled());
    }

    private static void fail() {
        throw new IllegalStateException("The disk is gone");
    }

    private FutureTask<Void> write() {
        FutureTask<Void> write = new FutureTask<>(syncs::await, null);
        Thread writer = new Thread(write);
        writers.add(writer);
        writer.start();
        return write;
    }

    /** Waits until every writer is blocked. */
    private void awaitBlockedWriters() {
        while (!writers.stream().allMatch(writer -> writer.getState() == Thread.State.WAITING)) {
            Thread.onSpinWait();
        }
    }
}
