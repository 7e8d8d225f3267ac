package dev.bobbin.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bobbin.server.Api.Answer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many clients at one thread. */
@Timeout(120)
interface ConcurrencyTests extends Server {

    int CLIENTS = 16;
    int WRITES = 50;

    @Test
    default void givesEveryMessageOneStrictPlace() throws Exception {
        String thread = threadWith();
        List<List<String>> written = together(CLIENTS, client -> {
            List<String> own = new ArrayList<>();
            for (int i = 0; i < WRITES; i++) {
                own.add(client + "-" + i);
                assertThat(api().post(thread + "/messages", Server.say(own.get(i)))
                                .status())
                        .isEqualTo(200);
            }
            return own;
        });
        List<String> forth = api().allTexts(thread);
        List<String> back = api().allTexts(thread, "desc");

        assertThat(forth).hasSize(CLIENTS * WRITES).doesNotHaveDuplicates();
        assertThat(written).allSatisfy(own -> assertThat(forth).containsSubsequence(own));
        Collections.reverse(back);
        assertThat(back).isEqualTo(forth);
    }

    /** Who has read up to a message never finds one later that belongs before it. */
    @Test
    default void showsAFollowerEveryMessageOnceWhileOthersWrite() throws Exception {
        String thread = threadWith();
        List<List<String>> results = together(
                5,
                client -> client == 0
                        ? follow(thread, 4 * WRITES)
                        : IntStream.range(0, WRITES)
                                .mapToObj(i -> api().post(thread + "/messages", Server.say(client + "-" + i))
                                        .text())
                                .toList());

        assertThat(results.get(0)).isEqualTo(api().allTexts(thread));
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

    /** How many rows there are of a table, with a condition if need be. */
    long count(String from);

    private List<String> follow(String thread, int messages) {
        List<String> texts = new ArrayList<>();
        String after = "";
        while (texts.size() < messages) {
            Answer page = api().get(thread + "/messages?order=asc&limit=7&after=" + after);
            texts.addAll(page.texts());
            after = page.json().get("last_id").stringValue(after);
        }
        return texts;
    }

    /** What so many clients get that do something at once, each with its number. */
    private static <T> List<T> together(int clients, ClientTask<T> task) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        List<Callable<T>> tasks = IntStream.range(0, clients)
                .<Callable<T>>mapToObj(client -> () -> task.run(client))
                .toList();
        List<T> results = new ArrayList<>();
        for (Future<T> result : threads.invokeAll(tasks)) {
            results.add(result.get());
        }
        threads.shutdown();
        return results;
    }

    /** What one of many clients does. */
    interface ClientTask<T> {

        T run(int client);
    }
}
