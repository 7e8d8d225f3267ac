package dev.bobbin.thread;

import dev.bobbin.database.DatabaseOperations;
import dev.bobbin.security.ApiKeys;
import dev.bobbin.security.Project;
import dev.bobbin.sequence.Cursor;
import dev.bobbin.sequence.OwnerList;
import dev.bobbin.sequence.SequencePositions;
import dev.bobbin.thread.request.CreateMessageRequest;
import dev.bobbin.thread.request.ToolResources;
import dev.bobbin.web.json.JsonText;
import java.time.Instant;
import java.util.List;
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
    private static final Instant CREATED = Instant.ofEpochSecond(1788000000);

    private final DatabaseOperations database;
    private final ApiKeys keys;
    private final ThreadRepository threads;
    private final MessageRepository messages;
    private final SequencePositions<MessageObject> positions;
    private final OwnerList<ThreadObject> list;

    DemoData(
            DatabaseOperations database,
            ApiKeys keys,
            ThreadRepository threads,
            MessageRepository messages,
            SequencePositions<MessageObject> positions,
            OwnerList<ThreadObject> list) {
        this.database = database;
        this.keys = keys;
        this.threads = threads;
        this.messages = messages;
        this.positions = positions;
        this.list = list;
    }

    /** Runs before the web server starts, so that the first request finds the sample data. */
    @Override
    public void afterSingletonsInstantiated() {
        database.transaction(() -> {
            restore(keys.defaultProject());
            return true; // A transaction must return a value.
        });
    }

    /** The documented deletions have threads of their own, so that the other examples still work after them. */
    private void restore(Project project) {
        if (restoreThread(project, "thread_abc123")) {
            restore(project, "thread_abc123", "msg_abc12", 0, "user", "How do I wind a bobbin evenly?");
            restore(
                    project,
                    "thread_abc123",
                    "msg_abc123",
                    60,
                    "assistant",
                    "Keep a light, steady tension on the thread and wind at half speed.");
        }
        if (restoreThread(project, "thread_abc124")) {
            restore(project, "thread_abc124", "msg_abc124", 0, "user", "Which bobbin fits my machine?");
        }
        restoreThread(project, "thread_abc125");
    }

    /** Locks a thread, and creates it if it is missing. Returns false if another project has it. */
    private boolean restoreThread(Project project, String id) {
        if (threads.lock(project.name(), id).isPresent()) {
            return true;
        }
        if (threads.existsById(id)) {
            log.warn(
                    "The sample thread {} belongs to another project, so the project '{}' cannot see it.",
                    id,
                    project.name());
            return false;
        }
        ThreadObject thread =
                new ThreadObject(id, CREATED.getEpochSecond(), JsonText.of(Map.of()), JsonText.of(ToolResources.NONE));
        list.create(thread.row(project.name(), 0), Map.of());
        return true;
    }

    /** Restores a message that is missing, at its old position if it was deleted. */
    private void restore(Project project, String threadId, String id, int seconds, String role, String text) {
        MessageKey key = new MessageKey(threadId, id);
        if (messages.existsById(key)) {
            return;
        }
        long position = positions.findCursors(project.name(), threadId, List.of(id)).stream()
                .map(Cursor::position)
                .findFirst()
                .orElseGet(() -> nextPosition(project, threadId));
        positions.deleteTombstones(threadId, List.of(id));
        MessageObject message =
                MessageObject.of(CreateMessageRequest.ofText(role, text), key, CREATED.plusSeconds(seconds));
        messages.save(new Message(message, position));
    }

    private long nextPosition(Project project, String threadId) {
        return positions.takePositions(project.name(), threadId, 1).orElseThrow() + 1;
    }
}
