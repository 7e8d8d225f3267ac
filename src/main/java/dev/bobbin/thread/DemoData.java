package dev.bobbin.thread;

import dev.bobbin.content.ContentPart.TextPart;
import dev.bobbin.project.ApiKeys;
import dev.bobbin.project.Project;
import dev.bobbin.storage.RetriedTransaction;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** Restores what is missing of the sample data at each start, so that the documented examples run as they stand. */
@Component
@Profile("demo")
@RetriedTransaction
class DemoData implements SmartInitializingSingleton {

    private static final Logger log = LoggerFactory.getLogger(DemoData.class);
    private static final String THREAD = "thread_abc123";
    private static final Instant CREATED = Instant.ofEpochSecond(1788000000);

    private final ApiKeys keys;
    private final ThreadRepository threads;
    private final MessageRepository messages;
    private final DeletedMessageRepository deletedMessages;

    DemoData(
            ApiKeys keys,
            ThreadRepository threads,
            MessageRepository messages,
            DeletedMessageRepository deletedMessages) {
        this.keys = keys;
        this.threads = threads;
        this.messages = messages;
        this.deletedMessages = deletedMessages;
    }

    /**
     * Before the web server starts: the first request finds the sample data there. A server that starts together with another
     * finds it there at its second attempt.
     */
    @Override
    public void afterSingletonsInstantiated() {
        Project project = keys.firstProject();
        if (threads.existsById(THREAD) && !threads.existsByProjectAndId(project.name(), THREAD)) {
            log.warn("The sample thread {} belongs to another project; '{}' does not see it.", THREAD, project.name());
            return;
        }
        MessageThread thread = threads.lock(project.name(), THREAD)
                .orElseGet(
                        () -> threads.save(new MessageThread(THREAD, project, CREATED, ToolResources.NONE, Map.of())));
        restore(thread, "msg_abc12", 0, "user", "How do I wind a bobbin evenly?");
        restore(
                thread,
                "msg_abc123",
                60,
                "assistant",
                "Keep a light, steady tension on the thread and wind at half speed.");
    }

    /** A message that was deleted comes back to its old position. */
    private void restore(MessageThread thread, String id, int seconds, String role, String text) {
        if (messages.findPosition(THREAD, id).isPresent()) {
            return;
        }
        long position = deletedMessages
                .findByThreadIdAndId(THREAD, id)
                .map(DeletedMessage::position)
                .orElseGet(thread::nextPosition);
        deletedMessages.delete(THREAD, id);
        MessageObject message = new CreateMessageRequest(role, List.of(TextPart.of(text)), List.of(), Map.of())
                .toMessage(new MessageKey(THREAD, id), CREATED.plusSeconds(seconds));
        messages.save(new Message(message, position));
    }
}
