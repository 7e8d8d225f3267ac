package dev.bobbin.thread;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/** Counts what has come and gone since the start, of all projects. Repeats of a request do not count. */
@Component
class Activity {

    private final Counter threadsCreated;
    private final Counter threadsDeleted;
    private final Counter messagesCreated;
    private final Counter messagesDeleted;

    Activity(MeterRegistry meters) {
        threadsCreated = Counter.builder("bobbin.thread.creations").register(meters);
        threadsDeleted = Counter.builder("bobbin.thread.deletions").register(meters);
        messagesCreated = Counter.builder("bobbin.message.creations")
                .description("Those that came with their thread included")
                .register(meters);
        messagesDeleted = Counter.builder("bobbin.message.deletions")
                .description("Those that went with their thread not included")
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
