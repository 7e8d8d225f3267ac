package dev.bobbin.conversation;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/** Counts the conversations and items that clients create and delete. A replayed response does not count. */
@Component
class ConversationMetrics {

    private final Counter conversationsCreated;
    private final Counter conversationsDeleted;
    private final Counter itemsCreated;
    private final Counter itemsDeleted;

    ConversationMetrics(MeterRegistry meters) {
        conversationsCreated = Counter.builder("bobbin.conversation.creations").register(meters);
        conversationsDeleted = Counter.builder("bobbin.conversation.deletions").register(meters);
        itemsCreated = Counter.builder("bobbin.item.creations")
                .description("Items created, including those created together with their conversation")
                .register(meters);
        itemsDeleted = Counter.builder("bobbin.item.deletions")
                .description("Items deleted, excluding those deleted together with their conversation")
                .register(meters);
    }

    void conversationCreated(int items) {
        conversationsCreated.increment();
        itemsCreated.increment(items);
    }

    void conversationDeleted() {
        conversationsDeleted.increment();
    }

    void itemsCreated(int items) {
        itemsCreated.increment(items);
    }

    void itemDeleted() {
        itemsDeleted.increment();
    }
}
