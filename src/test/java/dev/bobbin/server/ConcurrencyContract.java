package dev.bobbin.server;

import static dev.bobbin.server.support.ConcurrentClients.PAGE_SIZES;
import static dev.bobbin.server.support.ConcurrentClients.runConcurrently;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bobbin.server.support.ApiClient.Response;
import dev.bobbin.server.support.ConcurrentClients;
import dev.bobbin.server.support.Server;
import dev.bobbin.server.support.ServerWithTables;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many clients that read and write one thread at the same time. */
@Timeout(400)
interface ConcurrencyContract extends ServerWithTables {

    int CLIENTS = 16;
    int WRITES = Integer.getInteger("test.writes", 10);

    @Test
    default void listsConcurrentlyCreatedMessagesInOneOrder() throws Exception {
        String thread = threadWith();
        List<List<String>> written = runConcurrently(
                CLIENTS, client -> ConcurrentClients.appendMessages(api(), thread, client + "-", WRITES));
        List<String> stored = api().allTexts(thread);

        assertThat(stored).hasSize(CLIENTS * WRITES).doesNotHaveDuplicates();
        assertThat(written).allSatisfy(texts -> assertThat(stored).containsSubsequence(texts));
        for (int limit : PAGE_SIZES) {
            List<String> descending = api().allTexts(thread, "desc", limit);
            Collections.reverse(descending);

            assertThat(api().allTexts(thread, "asc", limit)).isEqualTo(stored);
            assertThat(descending).isEqualTo(stored);
        }
    }

    /** A client that has read up to a message never later finds a new message before it. */
    @Test
    default void returnsEveryMessageOnceToAPollingClient() throws Exception {
        String thread = threadWith();
        int pollingClients = PAGE_SIZES.size();
        List<List<String>> results = runConcurrently(
                pollingClients + 4,
                client -> client < pollingClients
                        ? ConcurrentClients.pollMessages(api(), thread, 4 * WRITES, PAGE_SIZES.get(client))
                        : ConcurrentClients.appendMessages(api(), thread, client + "-", WRITES));
        List<String> stored = api().allTexts(thread);

        assertThat(results.subList(0, pollingClients))
                .allSatisfy(seen -> assertThat(seen).isEqualTo(stored));
    }

    /** An open transaction delays the next writer of the same thread, but no reader and no other thread. */
    @Test
    default void hidesMessagesBehindAnUncommittedOne() throws Exception {
        String thread = threadWith("One", "Two");
        String id = thread.replace("/v1/threads/", "");
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try (Connection slowWriter = connect()) {
            slowWriter.setAutoCommit(false);
            slowWriter.createStatement().execute("update threads set last_position = 3 where id = '" + id + "'");
            slowWriter
                    .createStatement()
                    .execute("insert into messages values ('" + id + "', 'msg_slow', 3, 'user', 1, '"
                            + "[{\"type\":\"text\",\"text\":{\"value\":\"Three\",\"annotations\":[]}}]', '[]', '{}')");
            assertThat(api().allTexts(threadWith("Elsewhere"))).containsExactly("Elsewhere");
            Future<List<String>> next =
                    executor.submit(() -> ConcurrentClients.appendMessages(api(), thread, "Four", 1));

            assertThat(api().allTexts(thread)).containsExactly("One", "Two");
            assertThat(next).isNotDone();

            slowWriter.commit();
            assertThat(next.get()).containsExactly("Four0");
            assertThat(api().allTexts(thread)).containsExactly("One", "Two", "Three", "Four0");
        } finally {
            executor.shutdown();
        }
    }

    @Test
    default void continuesAListWhileMessagesAroundTheCursorAreDeleted() throws Exception {
        String thread = threadWith();
        List<String> written = ConcurrentClients.appendMessages(api(), thread, "", 40);
        List<String> ids = api().get(thread + "/messages?order=asc&limit=100").ids();
        List<List<String>> results = runConcurrently(2, client -> {
            if (client == 0) {
                return api().allTexts(thread, "asc", 1);
            }
            for (int i = 0; i < ids.size(); i += 2) {
                assertThat(api().delete(thread + "/messages/" + ids.get(i)).status())
                        .isEqualTo(200);
            }
            return api().allTexts(thread);
        });

        assertThat(results.get(1)).hasSize(20);
        assertThat(results.get(0)).containsSubsequence(results.get(1));
        assertThat(written).containsSubsequence(results.get(0));
    }

    @RepeatedTest(5)
    default void leavesNoRowsOfAThreadDeletedDuringWrites() throws Exception {
        String thread = threadWith("One", "Two");
        String message =
                thread + "/messages/" + api().get(thread + "/messages").ids().get(0);
        List<List<Integer>> statuses = runConcurrently(
                CLIENTS,
                client -> IntStream.range(0, 5)
                        .mapToObj(i -> switch (client) {
                            case 0 -> i < 4 ? api().get(thread + "/messages") : api().delete(thread);
                            case 1 -> api().post(message, "{\"metadata\": {\"a\": \"1\"}}");
                            case 2 -> api().delete(message);
                            default -> api().post(thread + "/messages", Server.message("Three"));
                        })
                        .map(Response::status)
                        .toList());

        assertThat(statuses).allSatisfy(status -> assertThat(status).isSubsetOf(200, 404));
        assertThat(api().get(thread + "/messages").status()).isEqualTo(404);
        String id = thread.replace("/v1/threads/", "");
        assertThat(count("messages where thread_id = '" + id + "'")).isZero();
        assertThat(count("deleted_messages where thread_id = '" + id + "'")).isZero();
    }

    @Test
    default void deletesALargeThread() throws Exception {
        String thread = threadWith("One", "Two");
        String id = thread.replace("/v1/threads/", "");
        api().delete(thread + "/messages/"
                + api().get(thread + "/messages").ids().get(0));
        insertMessages(id, Integer.getInteger("test.large", 20_001));

        assertThat(api().delete(thread).status()).isEqualTo(200);
        assertThat(api().get(thread + "/messages").status()).isEqualTo(404);
        await().atMost(Duration.ofMinutes(5)).until(() -> count("threads where id = '" + id + "'") == 0);
        assertThat(count("messages where thread_id = '" + id + "'")).isZero();
        assertThat(count("deleted_messages where thread_id = '" + id + "'")).isZero();
        assertThat(count("abandoned_threads")).isZero();
    }

    private void insertMessages(String threadId, int lastPosition) throws SQLException {
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            connection
                    .createStatement()
                    .execute("update threads set last_position = " + lastPosition + " where id = '" + threadId + "'");
            PreparedStatement message =
                    connection.prepareStatement("insert into messages values (?, ?, ?, 'user', 1, '[]', '[]', '{}')");
            for (int position = 3; position <= lastPosition; position++) {
                message.setString(1, threadId);
                message.setString(2, "msg_" + position);
                message.setInt(3, position);
                message.addBatch();
            }
            message.executeBatch();
            connection.commit();
        }
    }
}
