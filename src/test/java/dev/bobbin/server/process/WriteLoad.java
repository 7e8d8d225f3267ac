package dev.bobbin.server.process;

import static org.awaitility.Awaitility.await;

import dev.bobbin.server.support.ApiClient.Response;
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

/** Clients that append to one shared thread without a pause, sometimes create threads, and record the responses. */
final class WriteLoad implements AutoCloseable {

    /** Request body that creates a thread with three messages atomically. */
    private static final String NEW_THREAD =
            "{\"messages\": [%s, %s, %s]}".formatted(Server.message("1"), Server.message("2"), Server.message("3"));

    private final Server server;
    private final String thread;
    private final List<Queue<String>> acknowledged;
    private final Queue<String> threads = new ConcurrentLinkedQueue<>();
    private final Queue<String> rejected = new ConcurrentLinkedQueue<>();
    private final Queue<Response> failures = new ConcurrentLinkedQueue<>();
    private final Set<Thread> failedClients = ConcurrentHashMap.newKeySet();
    private final LongAccumulator maxLatency = new LongAccumulator(Math::max, 0);
    private final ExecutorService writers;
    private final List<Future<?>> running = new ArrayList<>();
    private volatile boolean stopped;

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
            String prefix = client + "-";
            Queue<String> texts = load.acknowledged.get(client);
            load.running.add(load.writers.submit(() -> load.write(prefix, texts)));
        }
        return load;
    }

    private void write(String prefix, Queue<String> texts) {
        for (int i = 0; !stopped; i++) {
            String text = prefix + i;
            Response message = timed(() -> server.api().post(thread + "/messages", Server.message(text)));
            switch (message.status()) {
                case 200 -> texts.add(text);
                case 503 -> rejected.add(text);
                default -> {}
            }
            if (i % 10 == 0) {
                Response created = timed(() -> server.api().post("/v1/threads", NEW_THREAD));
                if (created.status() == 200) {
                    threads.add("/v1/threads/" + created.id());
                }
            }
        }
    }

    private Response timed(Supplier<Response> request) {
        long start = System.nanoTime();
        Response response = request.get();
        maxLatency.accumulate(System.nanoTime() - start);
        if (response.status() != 200) {
            failures.add(response);
            failedClients.add(Thread.currentThread());
        }
        return response;
    }

    /** Waits until the clients have appended this many more messages. */
    void awaitWrites(int count) {
        int before = acknowledgedCount();
        await().atMost(Duration.ofMinutes(1)).until(() -> acknowledgedCount() >= before + count);
    }

    void awaitFailure() {
        await().atMost(Duration.ofMinutes(1)).until(() -> !failures.isEmpty());
    }

    /** Waits until a request of every client has failed. */
    void awaitFailureOfEveryClient() {
        await().atMost(Duration.ofMinutes(1)).until(() -> failedClients.size() == acknowledged.size());
    }

    private int acknowledgedCount() {
        return acknowledged.stream().mapToInt(Queue::size).sum();
    }

    String thread() {
        return thread;
    }

    /** Returns the texts that the server acknowledged to each client, in the order in which the client wrote them. */
    List<List<String>> acknowledged() {
        return acknowledged.stream().map(List::copyOf).toList();
    }

    /** Returns the texts that the server rejected with 503. */
    List<String> rejected() {
        return List.copyOf(rejected);
    }

    /** Returns the paths of the threads that were created with the messages 1, 2 and 3. */
    List<String> threads() {
        return List.copyOf(threads);
    }

    List<Response> failures() {
        return List.copyOf(failures);
    }

    Duration maxLatency() {
        return Duration.ofNanos(maxLatency.get());
    }

    /** Stops the clients and waits for their last responses. Throws if an exception ended a client early. */
    void stop() throws Exception {
        close();
        for (Future<?> client : running) {
            client.get();
        }
    }

    @Override
    public void close() {
        stopped = true;
        writers.shutdown();
    }
}
