package dev.bobbin.server;

import static dev.bobbin.server.support.ConcurrentClients.PAGE_SIZES;
import static dev.bobbin.server.support.ConcurrentClients.together;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bobbin.server.support.ApiClient.Answer;
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

/** Many clients at one thread. */
@Timeout(400)
interface ConcurrencyContract extends ServerWithTables {

    int CLIENTS = 16;
    int WRITES = Integer.getInteger("bobbin.writes", 10);

    @Test
    default void givesEveryMessageOneStrictPlace() throws Exception {
        String thread = threadWith();
        List<List<String>> written =
                together(CLIENTS, client -> ConcurrentClients.write(api(), thread, client + "-", WRITES));
        List<String> kept = api().allTexts(thread);

        assertThat(kept).hasSize(CLIENTS * WRITES).doesNotHaveDuplicates();
        assertThat(written).allSatisfy(own -> assertThat(kept).containsSubsequence(own));
        for (int limit : PAGE_SIZES) {
            List<String> back = api().allTexts(thread, "desc", limit);
            Collections.reverse(back);

            assertThat(api().allTexts(thread, "asc", limit)).isEqualTo(kept);
            assertThat(back).isEqualTo(kept);
        }
    }

    /** Who has read up to a message never finds one later that belongs before it. */
    @Test
    default void showsAFollowerEveryMessageOnceWhileOthersWrite() throws Exception {
        String thread = threadWith();
        int followers = PAGE_SIZES.size();
        List<List<String>> results = together(
                followers + 4,
                client -> client < followers
                        ? ConcurrentClients.follow(api(), thread, 4 * WRITES, PAGE_SIZES.get(client))
                        : ConcurrentClients.write(api(), thread, client + "-", WRITES));
        List<String> kept = api().allTexts(thread);

        assertThat(results.subList(0, followers))
                .allSatisfy(seen -> assertThat(seen).isEqualTo(kept));
    }

    /** A writer that takes its time holds up those behind it in its thread, and nobody else. */
    @Test
    default void showsNothingBehindAMessageThatIsNotCommitted() throws Exception {
        String thread = threadWith("One", "Two");
        String id = thread.replace("/v1/threads/", "");
        ExecutorService others = Executors.newSingleThreadExecutor();
        try (Connection slow = connect()) {
            slow.setAutoCommit(false);
            slow.createStatement().execute("update threads set last_position = 3 where id = '" + id + "'");
            slow.createStatement()
                    .execute("insert into messages values ('" + id + "', 'msg_slow', 3, 'user', 1, '"
                            + "[{\"type\":\"text\",\"text\":{\"value\":\"Three\",\"annotations\":[]}}]', '[]', '{}')");
            assertThat(api().allTexts(threadWith("Elsewhere"))).containsExactly("Elsewhere");
            Future<List<String>> next = others.submit(() -> ConcurrentClients.write(api(), thread, "Four", 1));

            assertThat(api().allTexts(thread)).containsExactly("One", "Two");
            assertThat(next).isNotDone();

            slow.commit();
            assertThat(next.get()).containsExactly("Four0");
            assertThat(api().allTexts(thread)).containsExactly("One", "Two", "Three", "Four0");
        } finally {
            others.shutdown();
        }
    }

    @Test
    default void showsAReaderTheRestWhileMessagesAreDeletedAroundItsCursor() throws Exception {
        String thread = threadWith();
        List<String> written = ConcurrentClients.write(api(), thread, "", 40);
        List<String> ids = api().get(thread + "/messages?order=asc&limit=100").ids();
        List<List<String>> results = together(2, client -> {
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
    default void leavesNothingOfAThreadThatIsDeletedWhileOthersWriteToIt() throws Exception {
        String thread = threadWith("One", "Two");
        String message =
                thread + "/messages/" + api().get(thread + "/messages").ids().get(0);
        List<List<Integer>> statuses = together(
                CLIENTS,
                client -> IntStream.range(0, 5)
                        .mapToObj(i -> switch (client) {
                            case 0 -> i < 4 ? api().get(thread + "/messages") : api().delete(thread);
                            case 1 -> api().post(message, "{\"metadata\": {\"a\": \"1\"}}");
                            case 2 -> api().delete(message);
                            default -> api().post(thread + "/messages", Server.say("Three"));
                        })
                        .map(Answer::status)
                        .toList());

        assertThat(statuses).allSatisfy(own -> assertThat(own).isSubsetOf(200, 404));
        assertThat(api().get(thread + "/messages").status()).isEqualTo(404);
        String id = thread.replace("/v1/threads/", "");
        assertThat(count("messages where thread_id = '" + id + "'")).isZero();
        assertThat(count("deleted_messages where thread_id = '" + id + "'")).isZero();
    }

    @Test
    default void deletesAThreadOfAnySize() throws Exception {
        String thread = threadWith("One", "Two");
        String id = thread.replace("/v1/threads/", "");
        api().delete(thread + "/messages/"
                + api().get(thread + "/messages").ids().get(0));
        fill(id, Integer.getInteger("bobbin.large", 20_001));

        assertThat(api().delete(thread).status()).isEqualTo(200);
        assertThat(api().get(thread + "/messages").status()).isEqualTo(404);
        await().atMost(Duration.ofMinutes(5)).until(() -> count("threads where id = '" + id + "'") == 0);
        assertThat(count("messages where thread_id = '" + id + "'")).isZero();
        assertThat(count("deleted_messages where thread_id = '" + id + "'")).isZero();
        assertThat(count("abandoned_threads")).isZero();
    }

    private void fill(String id, int last) throws SQLException {
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            connection
                    .createStatement()
                    .execute("update threads set last_position = " + last + " where id = '" + id + "'");
            PreparedStatement message =
                    connection.prepareStatement("insert into messages values (?, ?, ?, 'user', 1, '[]', '[]', '{}')");
            for (int position = 3; position <= last; position++) {
                message.setString(1, id);
                message.setString(2, "msg_" + position);
                message.setInt(3, position);
                message.addBatch();
            }
            message.executeBatch();
            connection.commit();
        }
    }
}
