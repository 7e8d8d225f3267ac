package dev.bobbin.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.dao.DataAccessResourceFailureException;

@Timeout(30)
class CheckpointTests {

    private final List<Thread> writers = new ArrayList<>();
    private final AtomicInteger syncs = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private final CountDownLatch firstHasBegun = new CountDownLatch(1);
    private final CountDownLatch firstMayEnd = new CountDownLatch(1);

    private Checkpoint checkpoint;

    /** A database whose first sync lasts until it is let go. */
    @BeforeEach
    void connect() throws SQLException {
        Connection connection = mock();
        Statement statement = mock();
        when(connection.createStatement()).thenReturn(statement);
        when(statement.execute(any())).thenAnswer(call -> {
            if (syncs.incrementAndGet() == 1) {
                firstHasBegun.countDown();
                firstMayEnd.await();
            }
            return false;
        });
        checkpoint = new Checkpoint(connection, failures::incrementAndGet);
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
    void tellsAllWhoWaitedThatTheSyncFailed() throws SQLException {
        Connection broken = mock();
        when(broken.createStatement()).thenThrow(new SQLException("The disk is gone"));
        Checkpoint failing = new Checkpoint(broken, failures::incrementAndGet);

        assertThatThrownBy(failing::await).isInstanceOf(DataAccessResourceFailureException.class);
        assertThat(failures).hasValue(1);
    }

    @Test
    void trustsNoSyncAfterOneThatFailed() throws SQLException {
        Connection connection = mock();
        when(connection.createStatement()).thenThrow(new SQLException("Once")).thenReturn(mock());
        Checkpoint failing = new Checkpoint(connection, failures::incrementAndGet);

        assertThatThrownBy(failing::await).isInstanceOf(DataAccessResourceFailureException.class);
        assertThatThrownBy(failing::await).isInstanceOf(DataAccessResourceFailureException.class);
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
