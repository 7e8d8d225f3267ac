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

    private final AtomicLong room = new AtomicLong();
    private final ReentrantLock changing = new ReentrantLock();
    private final PlatformTransactionManager transactions = mock();
    private final SyncScheduler checkpoint = new SyncScheduler(() -> {}, failure -> {}, new SimpleMeterRegistry());
    private final PlatformTransactionManager groupCommit =
            new DurableTransactionManager(transactions, checkpoint, changing, new FreeDiskGuard(100, room::get));

    @AfterEach
    void close() {
        checkpoint.close();
    }

    @Test
    void refusesAChangeThatWouldTakeIt() {
        room.set(99);

        assertThatThrownBy(() -> groupCommit.getTransaction(null))
                .isInstanceOf(CannotCreateTransactionException.class)
                .cause()
                .hasFieldOrPropertyWithValue("SQLState", "53100");
        verifyNoInteractions(transactions);
        assertThat(changing.isLocked()).isFalse();
    }

    @Test
    void letsWhoOnlyReadsGoOn() {
        DefaultTransactionDefinition reading = new DefaultTransactionDefinition();
        reading.setReadOnly(true);
        groupCommit.getTransaction(reading);

        verify(transactions).getTransaction(reading);
    }

    @Test
    void takesChangesAgainWhenThereIsRoom() {
        TransactionDefinition writing = new DefaultTransactionDefinition();
        assertThatThrownBy(() -> groupCommit.getTransaction(writing))
                .isInstanceOf(CannotCreateTransactionException.class);
        room.set(100);
        when(transactions.getTransaction(writing)).thenReturn(mock());
        groupCommit.getTransaction(writing);

        verify(transactions).getTransaction(writing);
    }
}
