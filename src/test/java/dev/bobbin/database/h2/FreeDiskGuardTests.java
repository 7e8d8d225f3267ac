package dev.bobbin.database.h2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.DefaultTransactionDefinition;

class FreeDiskGuardTests {

    private static final long LIMIT = 1000;

    @TempDir
    private Path folder;

    private final AtomicLong freeBytes = new AtomicLong();
    private final ReentrantLock writerLock = new ReentrantLock();
    private final PlatformTransactionManager delegate = mock();
    private final SyncScheduler syncs = new SyncScheduler(() -> {}, failure -> {}, new SimpleMeterRegistry());
    private DiskReserve reserve;
    private PlatformTransactionManager transactionManager;

    @BeforeEach
    void createTransactionManager() {
        reserve = new DiskReserve(folder.resolve("reserve"));
        transactionManager = new DurableTransactionManager(
                delegate, syncs, writerLock, () -> false, new FreeDiskGuard(LIMIT, freeBytes::get, reserve));
    }

    @AfterEach
    void close() {
        syncs.close();
    }

    @Test
    void rejectsWritesIfTheDiskIsNearlyFull() {
        freeBytes.set(LIMIT - 1);

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
    void acceptsWritesAgainWhenEnoughSpaceIsFreeForTheLimitAndTheReserve() {
        TransactionDefinition writing = new DefaultTransactionDefinition();
        freeBytes.set(2 * LIMIT - 1);
        assertThatThrownBy(() -> transactionManager.getTransaction(writing))
                .isInstanceOf(CannotCreateTransactionException.class);
        freeBytes.set(2 * LIMIT);
        when(delegate.getTransaction(writing)).thenReturn(mock());
        transactionManager.getTransaction(writing);

        verify(delegate).getTransaction(writing);
        assertThat(reserve.size()).isEqualTo(LIMIT);
    }

    @Test
    void completesAReleasedReserveBeforeItAcceptsWrites() throws IOException {
        when(delegate.getTransaction(any())).thenReturn(mock());
        freeBytes.set(2 * LIMIT);
        transactionManager.getTransaction(new DefaultTransactionDefinition());
        assertThat(reserve.release()).isTrue();
        assertThat(reserve.size()).isZero();
        assertThat(reserve.release()).isFalse();
        transactionManager.getTransaction(new DefaultTransactionDefinition());

        assertThat(reserve.size()).isEqualTo(LIMIT);
    }
}
