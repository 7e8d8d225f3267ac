package dev.bobbin.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bobbin.database.failure.DatabaseBusyException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionSynchronizationUtils;

/** The shares of a pool of 8 connections. No request waits longer than 1 ms. */
@Timeout(20)
class ConnectionSharesTests {

    private final ConnectionShares shares = new ConnectionShares(8, 1);
    private final List<ConnectionShare> taken = new ArrayList<>();

    @AfterEach
    void countsNoRequestAfterItsEnd() {
        taken.forEach(ConnectionShare::close);

        assertThat(shares.inUse()).isZero();
    }

    @Test
    void leavesAQuarterOfThePoolToOtherProjects() {
        take(6, "red", null);

        assertBusy("red", null, "Too many requests of this project use the server's database");
        take(6, "blue", null);
    }

    @Test
    void leavesConnectionsOfTheProjectToItsOtherThreads() {
        take(2, "red", "thread_1");

        assertBusy("red", "thread_1", "Too many requests write to this thread or conversation");
        take(2, "red", "thread_2");
    }

    /** Otherwise, the response would reveal that another project uses a thread with this id. */
    @Test
    void countsThreadsOfOtherProjectsSeparately() {
        take(2, "red", "thread_1");

        take(2, "blue", "thread_1");
    }

    @Test
    void releasesTheThreadIfItsProjectIsBusy() {
        take(6, "red", null);
        for (int i = 0; i < 5; i++) {
            assertBusy("red", "thread_1", "Too many requests of this project");
        }
        taken.remove(0).close();

        take(1, "red", "thread_1");
    }

    @Test
    void releasesAShareOnlyOnce() {
        take(6, "red", null);
        ConnectionShare share = taken.get(0);
        share.close();
        share.close();
        take(1, "red", null);

        assertBusy("red", null, "Too many requests");
    }

    /** A writer on H2 then waits for a sync, without a connection. */
    @Test
    void releasesAShareAtTheEndOfItsTransaction() {
        take(6, "red", null);
        TransactionSynchronizationManager.initSynchronization();
        try {
            taken.get(0).closeAfterTransaction();
            TransactionSynchronizationUtils.triggerAfterCompletion(TransactionSynchronization.STATUS_COMMITTED);
        } finally {
            TransactionSynchronizationManager.clearSynchronization();
        }

        take(1, "red", null);
    }

    private void take(int count, String project, String threadId) {
        for (int i = 0; i < count; i++) {
            taken.add(shares.take(project, threadId));
        }
    }

    private void assertBusy(String project, String threadId, String message) {
        assertThatThrownBy(() -> shares.take(project, threadId))
                .isInstanceOf(DatabaseBusyException.class)
                .hasMessageContaining(message);
    }
}
