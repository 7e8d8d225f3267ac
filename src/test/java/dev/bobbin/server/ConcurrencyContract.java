package dev.bobbin.server;

import static dev.bobbin.server.support.ConcurrentClients.PAGE_SIZES;
import static dev.bobbin.server.support.ConcurrentClients.runConcurrently;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.bobbin.server.support.ApiClient.Response;
import dev.bobbin.server.support.ConcurrentClients;
import dev.bobbin.server.support.ImportedSequence;
import dev.bobbin.server.support.SequenceKind;
import dev.bobbin.server.support.SequenceUnderTest;
import dev.bobbin.server.support.ServerWithTables;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many clients that read and write one thread or conversation at the same time. */
@Timeout(400)
interface ConcurrencyContract extends ServerWithTables {

    int CLIENTS = 16;
    int WRITES = Integer.getInteger("test.writes", 10);

    @ParameterizedTest
    @EnumSource
    default void listsConcurrentlyCreatedElementsInOneOrder(SequenceKind kind) throws Exception {
        SequenceUnderTest sequence = sequenceOf(kind);
        List<List<String>> written = runConcurrently(CLIENTS, client -> sequence.append(client + "-", WRITES));
        List<String> stored = sequence.allTexts();

        assertThat(stored).hasSize(CLIENTS * WRITES).doesNotHaveDuplicates();
        assertThat(written).allSatisfy(texts -> assertThat(stored).containsSubsequence(texts));
        for (int limit : PAGE_SIZES) {
            assertThat(oldestFirst(sequence, "asc", limit)).isEqualTo(stored);
            assertThat(oldestFirst(sequence, "desc", limit)).isEqualTo(stored);
        }
    }

    /** A client that has read up to an element never later finds a new element before it. */
    @ParameterizedTest
    @EnumSource
    default void returnsEveryElementOnceToAPollingClient(SequenceKind kind) throws Exception {
        SequenceUnderTest sequence = sequenceOf(kind);
        int pollingClients = PAGE_SIZES.size();
        List<List<String>> results = runConcurrently(
                pollingClients + 4,
                client -> client < pollingClients
                        ? ConcurrentClients.pollMessages(api(), sequence.owner(), 4 * WRITES, PAGE_SIZES.get(client))
                        : sequence.append(client + "-", WRITES));
        List<String> stored = sequence.allTexts();

        assertThat(results.subList(0, pollingClients))
                .allSatisfy(seen -> assertThat(seen).isEqualTo(stored));
    }

    /** An open transaction delays the next writer of the same owner, but no reader and no other owner. */
    @ParameterizedTest
    @EnumSource
    default void hidesElementsBehindAnUncommittedOne(SequenceKind kind) throws Exception {
        SequenceUnderTest sequence = sequenceOf(kind, "One", "Two");
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try (Connection slowWriter = connect()) {
            slowWriter.setAutoCommit(false);
            insert(slowWriter, kind, sequence.ownerId(), 3);
            assertThat(sequenceOf(kind, "Elsewhere").allTexts()).containsExactly("Elsewhere");
            Future<Response> next = executor.submit(() -> sequence.append("Four"));

            assertThat(sequence.allTexts()).containsExactly("One", "Two");
            assertThat(next).isNotDone();

            slowWriter.commit();
            assertThat(next.get().status()).isEqualTo(200);
            assertThat(sequence.allTexts()).containsExactly("One", "Two", "Three", "Four");
        } finally {
            executor.shutdown();
        }
    }

    @ParameterizedTest
    @EnumSource
    default void listsEveryUntouchedElementOnceDuringWritesAndDeletions(SequenceKind kind) throws Exception {
        SequenceUnderTest sequence = sequenceOf(kind);
        List<String> all = new ArrayList<>(sequence.append("", 40));
        List<String> ids = sequence.list("?order=asc&limit=100").ids();
        int readers = 2 * PAGE_SIZES.size();
        List<List<String>> results = runConcurrently(readers + 4, client -> {
            if (client < readers) {
                return oldestFirst(sequence, client % 2 == 0 ? "asc" : "desc", PAGE_SIZES.get(client / 2));
            }
            if (client < readers + 2) {
                return sequence.append(client + "-", WRITES);
            }
            for (int i = client == readers + 2 ? 0 : 2; i < ids.size(); i += 4) {
                assertThat(sequence.delete(ids.get(i)).status()).isEqualTo(200);
            }
            return List.of();
        });

        List<String> stored = sequence.allTexts();
        List<String> untouched = stored.subList(0, 20);
        all.addAll(stored.subList(20, stored.size()));
        assertThat(stored).hasSize(20 + 2 * WRITES);
        assertThat(results.subList(0, readers)).allSatisfy(seen -> {
            assertThat(seen).containsSubsequence(untouched);
            assertThat(all).containsSubsequence(seen);
        });
    }

    @ParameterizedTest
    @EnumSource
    default void leavesNoRowsOfAnOwnerDeletedDuringWrites(SequenceKind kind) throws Exception {
        for (int round = 0; round < 5; round++) {
            SequenceUnderTest sequence = sequenceOf(kind, "One", "Two");
            String element = sequence.list("").ids().get(0);
            // Items cannot be modified.
            String modified = kind == SequenceKind.MESSAGES ? sequence.path() + "/" + element : sequence.owner();
            List<List<Integer>> statuses = runConcurrently(
                    CLIENTS,
                    client -> IntStream.range(0, 5)
                            .mapToObj(i -> switch (client) {
                                case 0 -> i < 4 ? sequence.list("") : api().delete(sequence.owner());
                                case 1 -> api().post(modified, "{\"metadata\": {\"a\": \"1\"}}");
                                case 2 -> sequence.delete(element);
                                default -> sequence.append("Three");
                            })
                            .map(Response::status)
                            .toList());

            assertThat(statuses).allSatisfy(status -> assertThat(status).isSubsetOf(200, 404));
            assertThat(sequence.list("").status()).isEqualTo(404);
            assertDeleted(kind, sequence.ownerId());
        }
    }

    @ParameterizedTest
    @EnumSource
    default void deletesALargeOwner(SequenceKind kind) throws Exception {
        SequenceUnderTest sequence = sequenceOf(kind, "One", "Two");
        sequence.delete(sequence.list("").ids().get(0));
        try (Connection writer = connect()) {
            writer.setAutoCommit(false);
            insert(writer, kind, sequence.ownerId(), Integer.getInteger("test.large", 5_001));
            writer.commit();
        }

        List<List<Integer>> statuses = runConcurrently(
                4,
                client -> IntStream.range(0, client == 0 ? 1 : 20)
                        .mapToObj(i -> client == 0 ? api().delete(sequence.owner()) : sequence.append("Four"))
                        .map(Response::status)
                        .toList());

        assertThat(statuses.get(0)).containsExactly(200);
        assertThat(statuses).allSatisfy(status -> assertThat(status).isSubsetOf(200, 404));
        assertThat(sequence.list("").status()).isEqualTo(404);
        assertDeleted(kind, sequence.ownerId());
    }

    @ParameterizedTest
    @EnumSource
    default void deletesElementsThatAnotherWriterCommitsDuringItsWait(SequenceKind kind) throws Exception {
        SequenceUnderTest sequence = sequenceOf(kind, "One", "Two");
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try (Connection slowWriter = connect()) {
            slowWriter.setAutoCommit(false);
            insert(slowWriter, kind, sequence.ownerId(), 2_500);
            Future<Response> deletion = executor.submit(() -> api().delete(sequence.owner()));
            assertThatThrownBy(() -> deletion.get(1, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
            slowWriter.commit();

            assertThat(deletion.get().status()).isEqualTo(200);
        } finally {
            executor.shutdown();
        }
        assertDeleted(kind, sequence.ownerId());
    }

    /** The import must not write any more: nothing would delete its entries. */
    @ParameterizedTest
    @EnumSource
    default void deletesTheOwnerOfAnImportWhoseLeaseHasExpired(SequenceKind kind) throws Exception {
        ImportedSequence sequence = ImportedSequence.withNewId(api(), kind);
        String[] body = Stream.concat(
                        Stream.of(sequence.ownerLine()),
                        IntStream.range(0, 5000).mapToObj(i -> sequence.line("msg_" + i)))
                .toArray(String[]::new);
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            Future<Response> report = executor.submit(() -> sequence.importLines(body));
            await().pollInterval(Duration.ofMillis(1)).until(() -> expireLease(kind, sequence.ownerId()));

            assertThat(report.get().status()).isEqualTo(503);
            assertDeleted(kind, sequence.ownerId());
        } finally {
            executor.shutdown();
        }
    }

    /** Does what a server does with an import whose lease has expired. */
    private boolean expireLease(SequenceKind kind, String ownerId) throws SQLException {
        try (Connection sweeper = connect()) {
            sweeper.setAutoCommit(false);
            int rows =
                    sweeper.createStatement().executeUpdate("delete from pending_imports where id = '" + ownerId + "'");
            if (rows == 1) {
                sweeper.createStatement()
                        .execute("insert into " + kind.pendingDeletions() + " values ('" + ownerId + "')");
            }
            sweeper.commit();
            return rows == 1;
        }
    }

    private void assertDeleted(SequenceKind kind, String ownerId) {
        await().atMost(Duration.ofMinutes(5)).until(() -> count(kind.owners() + " where id = '" + ownerId + "'") == 0);
        assertThat(count(kind.table() + ofOwner(kind, ownerId))).isZero();
        assertThat(count(kind.tombstones() + ofOwner(kind, ownerId))).isZero();
        assertThat(count(kind.pendingDeletions())).isZero();
    }

    private static List<String> oldestFirst(SequenceUnderTest sequence, String order, int limit) {
        List<String> texts = sequence.allTexts(order, limit);
        if (order.equals("desc")) {
            Collections.reverse(texts);
        }
        return texts;
    }

    private static String ofOwner(SequenceKind kind, String ownerId) {
        return " where " + kind.ownerColumn() + " = '" + ownerId + "'";
    }

    /** Inserts elements at the positions from 3 to the last, as another request would. */
    private static void insert(Connection writer, SequenceKind kind, String ownerId, int lastPosition)
            throws SQLException {
        Statement owner = writer.createStatement();
        String ofId = " where id = '" + ownerId + "'";
        owner.execute("select 1 from " + kind.owners() + ofId + " for update");
        if (kind == SequenceKind.ITEMS || !writer.getMetaData().getURL().startsWith("jdbc:h2")) {
            owner.execute("update " + kind.owners() + " set last_position = " + lastPosition + ofId);
        }
        PreparedStatement element = writer.prepareStatement(kind.insertion());
        for (int position = 3; position <= lastPosition; position++) {
            element.setString(1, ownerId);
            element.setString(2, "msg_" + position);
            element.setInt(3, position);
            element.setString(4, kind.storedText("Three"));
            element.addBatch();
        }
        element.executeBatch();
    }
}
