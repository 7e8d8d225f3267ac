package dev.bobbin.server.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bobbin.server.support.ApiClient.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Runs many clients at the same time. */
public final class ConcurrentClients {

    public static final List<Integer> PAGE_SIZES = List.of(1, 2, 7, 20, 100);

    private ConcurrentClients() {}

    /** Runs the task once for each client, concurrently. Returns the results in the order of the client numbers. */
    public static <T> List<T> runConcurrently(int clients, Task<T> task) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(clients);
        List<Callable<T>> tasks = IntStream.range(0, clients)
                .<Callable<T>>mapToObj(client -> () -> task.run(client))
                .toList();
        List<T> results = new ArrayList<>();
        for (Future<T> result : executor.invokeAll(tasks)) {
            results.add(result.get());
        }
        executor.shutdown();
        return results;
    }

    /**
     * Appends messages with the texts {@code prefix0}, {@code prefix1} and so on to a thread or a conversation. Returns
     * these texts.
     */
    public static List<String> appendMessages(ApiClient api, String owner, String prefix, int count) {
        List<String> texts = IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
        for (String text : texts) {
            assertThat(api.post(Server.elementsOf(owner), Server.elementOf(owner, text))
                            .status())
                    .isEqualTo(200);
        }
        return texts;
    }

    /**
     * Polls a thread or a conversation for new messages until it has read {@code count} of them. Returns their texts.
     */
    public static List<String> pollMessages(ApiClient api, String owner, int count, int limit) {
        List<String> texts = new ArrayList<>();
        String after = "";
        while (texts.size() < count) {
            Response page = api.get(Server.elementsOf(owner) + "?order=asc&limit=" + limit + "&after=" + after);
            texts.addAll(page.texts());
            after = page.json().get("last_id").stringValue(after);
        }
        return texts;
    }

    /** The work of one client. */
    public interface Task<T> {

        T run(int client) throws Exception;
    }
}
