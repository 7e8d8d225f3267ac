package dev.bobbin.thread;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/** Counts the threads and messages that clients create and delete. A replayed response does not count. */
@Component
class ThreadMetrics {

    private final Counter threadsCreated;
    private final Counter threadsDeleted;
    private final Counter messagesCreated;
    private final Counter messagesDeleted;

    ThreadMetrics(MeterRegistry meters) {
        threadsCreated = Counter.builder("bobbin.thread.creations").register(meters);
        threadsDeleted = Counter.builder("bobbin.thread.deletions").register(meters);
        messagesCreated = Counter.builder("bobbin.message.creations")
                .description("Messages created, including those created together with their thread")
                .register(meters);
        messagesDeleted = Counter.builder("bobbin.message.deletions")
                .description("Messages deleted, excluding those deleted together with their thread")
                .register(meters);
    }

    void threadCreated(int messages) {
        threadsCreated.increment();
        messagesCreated.increment(messages);
    }

    void threadDeleted() {
        threadsDeleted.increment();
    }

    void messageCreated() {
        messagesCreated.increment();
    }

    void messageDeleted() {
        messagesDeleted.increment();
    }
}
