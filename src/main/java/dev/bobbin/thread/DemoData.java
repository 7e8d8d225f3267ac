package dev.bobbin.thread;

import dev.bobbin.database.DatabaseOperations;
import dev.bobbin.security.ApiKeys;
import dev.bobbin.security.Project;
import dev.bobbin.thread.request.CreateMessageRequest;
import dev.bobbin.thread.request.ToolResources;
import java.time.Instant;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** Restores the sample data at each start, so that the documented examples run unchanged. */
@Component
@Profile("demo")
class DemoData implements SmartInitializingSingleton {

    private static final Logger log = LoggerFactory.getLogger(DemoData.class);
    private static final String THREAD = "thread_abc123";
    private static final Instant CREATED = Instant.ofEpochSecond(1788000000);

    private final DatabaseOperations database;
    private final ApiKeys keys;
    private final ThreadRepository threads;
    private final MessageRepository messages;
    private final MessageTombstoneRepository tombstones;

    DemoData(
            DatabaseOperations database,
            ApiKeys keys,
            ThreadRepository threads,
            MessageRepository messages,
            MessageTombstoneRepository tombstones) {
        this.database = database;
        this.keys = keys;
        this.threads = threads;
        this.messages = messages;
        this.tombstones = tombstones;
    }

    /** Runs before the web server starts, so that the first request finds the sample data. */
    @Override
    public void afterSingletonsInstantiated() {
        database.transaction(() -> {
            restore(keys.defaultProject());
            return THREAD; // A transaction must return a value.
        });
    }

    private void restore(Project project) {
        if (threads.existsById(THREAD) && !threads.existsByProjectAndId(project.name(), THREAD)) {
            log.warn(
                    "The sample thread {} belongs to another project, so the project '{}' cannot see it.",
                    THREAD,
                    project.name());
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

    /** Restores a message that is missing, at its old position if it was deleted. */
    private void restore(MessageThread thread, String id, int seconds, String role, String text) {
        if (messages.findPosition(THREAD, id).isPresent()) {
            return;
        }
        long position = tombstones
                .findByThreadIdAndId(THREAD, id)
                .map(MessageTombstone::position)
                .orElseGet(thread::nextPosition);
        tombstones.delete(THREAD, id);
        MessageObject message = MessageObject.of(
                CreateMessageRequest.ofText(role, text), new MessageKey(THREAD, id), CREATED.plusSeconds(seconds));
        messages.save(new Message(message, position));
    }
}
