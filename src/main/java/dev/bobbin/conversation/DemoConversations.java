package dev.bobbin.conversation;

import dev.bobbin.conversation.request.NewItem;
import dev.bobbin.database.DatabaseOperations;
import dev.bobbin.security.ApiKeys;
import dev.bobbin.security.Project;
import dev.bobbin.sequence.Cursor;
import dev.bobbin.sequence.OwnerList;
import dev.bobbin.sequence.SequencePositions;
import dev.bobbin.web.json.JsonText;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** Restores the sample conversations at each start, so that the documented examples run unchanged. */
@Component
@Profile("demo")
class DemoConversations implements SmartInitializingSingleton {

    private static final Logger log = LoggerFactory.getLogger(DemoConversations.class);
    private static final Instant CREATED = Instant.ofEpochSecond(1788000000);

    private final DatabaseOperations database;
    private final ApiKeys keys;
    private final ConversationRepository conversations;
    private final ItemRepository items;
    private final SequencePositions<ItemObject> positions;
    private final OwnerList<ConversationObject> list;

    DemoConversations(
            DatabaseOperations database,
            ApiKeys keys,
            ConversationRepository conversations,
            ItemRepository items,
            SequencePositions<ItemObject> positions,
            OwnerList<ConversationObject> list) {
        this.database = database;
        this.keys = keys;
        this.conversations = conversations;
        this.items = items;
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

    /** The documented deletions have conversations of their own, so that the other examples still work after them. */
    private void restore(Project project) {
        restore(
                project,
                id("conv", "abc123"),
                Map.of("topic", "needles"),
                item("message", "msg", "abc12a", """
                        {"type":"message","status":"completed",\
                        "content":[{"type":"input_text","text":"Which needle suits denim?"}],"role":"user"}"""),
                item("function_call", "fc", "abc12b", """
                        {"type":"function_call","status":"completed","arguments":"{\\"fabric\\":\\"denim\\"}",\
                        "call_id":"call_abc123","name":"find_needle"}"""),
                item("function_call_output", "fc", "abc12c", """
                        {"type":"function_call_output","status":"completed","call_id":"call_abc123",\
                        "output":"{\\"needle\\":\\"jeans\\",\\"size\\":\\"100/16\\"}"}"""),
                item("message", "msg", "abc123", """
                        {"type":"message","status":"completed","content":[{"type":"output_text","annotations":[],\
                        "logprobs":[],"text":"A jeans needle of size 100/16."}],"role":"assistant"}"""));
        restore(project, id("conv", "abc124"), Map.of(), item("message", "msg", "abc124", """
                        {"type":"message","status":"completed",\
                        "content":[{"type":"input_text","text":"Which needle suits silk?"}],"role":"user"}"""));
        restore(project, id("conv", "abc125"), Map.of());
    }

    private static NewItem item(String type, String prefix, String end, String members) {
        return new NewItem(type, id(prefix, end), prefix, new JsonText(members));
    }

    /** An id that has the form of a generated one, and is easy to recognize. */
    private static String id(String prefix, String end) {
        return prefix + "_01a04d1ad800" + "0".repeat(30) + end;
    }

    private void restore(Project project, String id, Map<String, String> metadata, NewItem... samples) {
        if (restoreConversation(project, id, metadata)) {
            for (NewItem sample : samples) {
                restore(project, id, sample);
            }
        }
    }

    /** Locks a conversation, and creates it if it is missing. Returns false if another project has it. */
    private boolean restoreConversation(Project project, String id, Map<String, String> metadata) {
        if (conversations.lock(project.name(), id).isPresent()) {
            return true;
        }
        if (conversations.existsById(id)) {
            log.warn(
                    "The sample conversation {} belongs to another project, so the project '{}' cannot see it.",
                    id,
                    project.name());
            return false;
        }
        ConversationObject conversation = new ConversationObject(id, CREATED.getEpochSecond(), JsonText.of(metadata));
        list.create(conversation.row(project.name()), metadata);
        return true;
    }

    /** Restores an item that is missing, at its old position if it was deleted. */
    private void restore(Project project, String conversationId, NewItem item) {
        String id = Objects.requireNonNull(item.id());
        if (!positions.findExisting(conversationId, Set.of(id)).isEmpty()) {
            return;
        }
        Optional<Cursor> place = positions.findCursors(project.name(), conversationId, List.of(id)).stream()
                .findFirst();
        if (place.isPresent()) {
            positions.deleteTombstones(conversationId, List.of(id));
            items.insert(conversationId, place.get().position(), item.type(), new ItemObject(id, item.withId(id)));
        } else {
            items.append(project.name(), conversationId, List.of(item));
        }
    }
}
