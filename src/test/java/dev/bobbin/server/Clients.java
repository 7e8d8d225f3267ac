package dev.bobbin.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bobbin.server.Api.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** What many clients do at once. */
final class Clients {

    static final List<Integer> PAGE_SIZES = List.of(1, 2, 7, 20, 100);

    private Clients() {}

    /** What so many clients get that do something at once, each with its number. */
    static <T> List<T> together(int clients, Task<T> task) throws Exception {
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
    static List<String> write(Api api, String thread, String name, int messages) {
        List<String> texts =
                IntStream.range(0, messages).mapToObj(i -> name + i).toList();
        for (String text : texts) {
            assertThat(api.post(thread + "/messages", Server.say(text)).status())
                    .isEqualTo(200);
        }
        return texts;
    }

    /** Asks for what is new until so many messages have come. */
    static List<String> follow(Api api, String thread, int messages, int limit) {
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
    interface Task<T> {

        T run(int client) throws Exception;
    }
}
