package dev.bobbin.server.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bobbin.server.support.ApiClient.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** What many clients do at once. */
public final class ConcurrentClients {

    public static final List<Integer> PAGE_SIZES = List.of(1, 2, 7, 20, 100);

    private ConcurrentClients() {}

    /** What so many clients get that do something at once, each with its number. */
    public static <T> List<T> together(int clients, Task<T> task) throws Exception {
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

    /** Adds so many messages to a thread, and gives their texts. */
    public static List<String> write(ApiClient api, String thread, String name, int messages) {
        List<String> texts =
                IntStream.range(0, messages).mapToObj(i -> name + i).toList();
        for (String text : texts) {
            assertThat(api.post(thread + "/messages", Server.say(text)).status())
                    .isEqualTo(200);
        }
        return texts;
    }

    /** Asks for what is new until so many messages have come. */
    public static List<String> follow(ApiClient api, String thread, int messages, int limit) {
        List<String> texts = new ArrayList<>();
        String after = "";
        while (texts.size() < messages) {
            Answer page = api.get(thread + "/messages?order=asc&limit=" + limit + "&after=" + after);
            texts.addAll(page.texts());
            after = page.json().get("last_id").stringValue(after);
        }
        return texts;
    }

    /** What one of many clients does. */
    public interface Task<T> {

        T run(int client) throws Exception;
    }
}
