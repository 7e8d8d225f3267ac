package dev.bobbin.server.process;

import static org.awaitility.Awaitility.await;

import dev.bobbin.server.support.ApiClient.Answer;
import dev.bobbin.server.support.Server;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Clients that write to one thread without a pause, create threads in between, and note what they are told. */
final class WriteLoad implements AutoCloseable {

    /** Creates a thread that has all of these messages or does not exist. */
    private static final String NEW_THREAD =
            "{\"messages\": [%s, %s, %s]}".formatted(Server.say("1"), Server.say("2"), Server.say("3"));

    private final Server server;
    private final String thread;
    private final List<Queue<String>> acknowledged;
    private final Queue<String> threads = new ConcurrentLinkedQueue<>();
    private final Queue<String> refused = new ConcurrentLinkedQueue<>();
    private final Queue<Answer> failures = new ConcurrentLinkedQueue<>();
    private final Set<Thread> whoFailed = ConcurrentHashMap.newKeySet();
    private final LongAccumulator slowest = new LongAccumulator(Math::max, 0);
    private final ExecutorService writers;
    private final List<Future<?>> running = new ArrayList<>();
    private volatile boolean ending;

    private WriteLoad(Server server, int clients) {
        this.server = server;
        this.thread = server.threadWith();
        this.acknowledged = IntStream.range(0, clients)
                .<Queue<String>>mapToObj(client -> new ConcurrentLinkedQueue<>())
                .toList();
        this.writers = Executors.newFixedThreadPool(clients);
    }

    static WriteLoad on(Server server, int clients) {
        WriteLoad load = new WriteLoad(server, clients);
        for (int client = 0; client < clients; client++) {
            String name = client + "-";
            Queue<String> own = load.acknowledged.get(client);
            load.running.add(load.writers.submit(() -> load.write(name, own)));
        }
        return load;
    }

    private void write(String name, Queue<String> own) {
        for (int i = 0; !ending; i++) {
            String text = name + i;
            Answer message = timed(() -> server.api().post(thread + "/messages", Server.say(text)));
            switch (message.status()) {
                case 200 -> own.add(text);
                case 503 -> refused.add(text);
                default -> {}
            }
            if (i % 10 == 0) {
                Answer created = timed(() -> server.api().post("/v1/threads", NEW_THREAD));
                if (created.status() == 200) {
                    threads.add("/v1/threads/" + created.id());
                }
            }
        }
    }

    private Answer timed(Supplier<Answer> request) {
        long begin = System.nanoTime();
        Answer answer = request.get();
        slowest.accumulate(System.nanoTime() - begin);
        if (answer.status() != 200) {
            failures.add(answer);
            whoFailed.add(Thread.currentThread());
        }
        return answer;
    }

    /** Waits for so many more messages. */
    void awaitWrites(int more) {
        int before = count();
        await().atMost(Duration.ofMinutes(1)).until(() -> count() >= before + more);
    }

    void awaitAFailureOfEveryClient() {
        await().atMost(Duration.ofMinutes(1)).until(() -> whoFailed.size() == acknowledged.size());
    }

    private int count() {
        return acknowledged.stream().mapToInt(Queue::size).sum();
    }

    String thread() {
        return thread;
    }

    /** What each client was told is kept, in its own order. */
    List<List<String>> acknowledged() {
        return acknowledged.stream().map(List::copyOf).toList();
    }

    /** What was answered with 503. */
    List<String> refused() {
        return List.copyOf(refused);
    }

    /** The paths of the threads that were created with messages of the texts 1, 2 and 3. */
    List<String> threads() {
        return List.copyOf(threads);
    }

    List<Answer> failures() {
        return List.copyOf(failures);
    }

    Duration slowest() {
        return Duration.ofNanos(slowest.get());
    }

    /** Waits for the last answers. A client that could not go on fails here. */
    void end() throws Exception {
        close();
        for (Future<?> client : running) {
            client.get();
        }
    }

    @Override
    public void close() {
        ending = true;
        writers.shutdown();
    }
}
