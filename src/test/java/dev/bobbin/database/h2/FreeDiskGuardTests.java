package dev.bobbin.database.h2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.DefaultTransactionDefinition;

class FreeDiskGuardTests {

    private final AtomicLong freeBytes = new AtomicLong();
    private final ReentrantLock writerLock = new ReentrantLock();
    private final PlatformTransactionManager delegate = mock();
    private final SyncScheduler syncs = new SyncScheduler(() -> {}, failure -> {}, new SimpleMeterRegistry());
    private final PlatformTransactionManager transactionManager =
            new DurableTransactionManager(delegate, syncs, writerLock, new FreeDiskGuard(100, freeBytes::get));

    @AfterEach
    void close() {
        syncs.close();
    }

    @Test
    void rejectsWritesIfTheDiskIsNearlyFull() {
        freeBytes.set(99);

        assertThatThrownBy(() -> transactionManager.getTransaction(null))
                .isInstanceOf(CannotCreateTransactionException.class)
                .cause()
                .hasFieldOrPropertyWithValue("SQLState", "53100");
        verifyNoInteractions(delegate);
        assertThat(writerLock.isLocked()).isFalse();
    }

    @Test
    void allowsReadsEvenIfTheDiskIsNearlyFull() {
        DefaultTransactionDefinition readOnly = new DefaultTransactionDefinition();
        readOnly.setReadOnly(true);
        transactionManager.getTransaction(readOnly);

        verify(delegate).getTransaction(readOnly);
    }

    @Test
    void acceptsWritesAgainWhenEnoughSpaceIsFree() {
        TransactionDefinition writing = new DefaultTransactionDefinition();
        assertThatThrownBy(() -> transactionManager.getTransaction(writing))
                .isInstanceOf(CannotCreateTransactionException.class);
        freeBytes.set(100);
        when(delegate.getTransaction(writing)).thenReturn(mock());
        transactionManager.getTransaction(writing);

        verify(delegate).getTransaction(writing);
    }
}
