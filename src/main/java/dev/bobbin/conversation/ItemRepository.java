package dev.bobbin.conversation;

import dev.bobbin.conversation.request.InputItem;
import dev.bobbin.conversation.request.InvalidItems;
import dev.bobbin.conversation.request.ItemReference;
import dev.bobbin.conversation.request.NewItem;
import dev.bobbin.database.LargeParameters;
import dev.bobbin.sequence.SequencePositions;
import dev.bobbin.web.id.HexId;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/**
 * Appends the items of a conversation. It uses plain JDBC, since a JPA entity would cost more than the statements.
 * {@link SequencePositions} deletes items.
 */
@Repository
class ItemRepository {

    private static final String TAKE_POSITIONS = "update conversations set last_position = last_position + ?,"
            + " last_activity = greatest(last_activity, ?) where id = ? and project = ?";

    private static final String LAST_POSITION = "select last_position from conversations where id = ?";

    private static final String INSERT =
            "insert into conversation_items (conversation_id, id, position, type, item) values (?, ?, ?, ?, ?)";

    private final JdbcTemplate jdbc;
    private final SequencePositions<ItemObject> positions;
    private final Clock clock;

    ItemRepository(JdbcTemplate jdbc, SequencePositions<ItemObject> positions, Clock clock) {
        this.jdbc = jdbc;
        this.positions = positions;
        this.clock = clock;
    }

    /**
     * Appends items at the next positions, one after the other. The first statement locks the conversation's row until
     * the transaction ends, so that writers to one conversation take turns.
     */
    CreatedItems append(String project, String conversationId, List<InputItem> request) {
        Instant now = clock.instant();
        // An empty request is no activity.
        long activity = request.isEmpty() ? 0 : now.getEpochSecond();
        if (jdbc.update(TAKE_POSITIONS, request.size(), activity, conversationId, project) == 0) {
            throw NotFound.conversation(conversationId);
        }
        List<NewItem> newItems = requireNew(conversationId, request);
        long lastPosition = Objects.requireNonNull(jdbc.queryForObject(LAST_POSITION, Long.class, conversationId));
        List<ItemObject> created = new ArrayList<>();
        List<Object[]> rows = new ArrayList<>();
        for (NewItem item : newItems) {
            String id = item.id() == null ? HexId.create(item.idPrefix(), now) : item.id();
            ItemObject object = new ItemObject(id, item.withId(id));
            created.add(object);
            long position = lastPosition - newItems.size() + created.size();
            rows.add(new Object[] {
                conversationId, id, position, item.type(), object.item().text()
            });
        }
        LargeParameters.batchUpdate(jdbc, INSERT, rows);
        return new CreatedItems(conversationId, created, lastPosition);
    }

    /** Inserts an item at the position of a deleted one. */
    void insert(String conversationId, long position, String type, ItemObject item) {
        jdbc.update(
                INSERT, conversationId, item.id(), position, type, item.item().text());
    }

    /** Rejects references to items, and ids that the conversation or the request already contains. */
    private List<NewItem> requireNew(String conversationId, List<InputItem> request) {
        List<NewItem> newItems = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        Set<String> references = new LinkedHashSet<>();
        boolean repeated = false;
        for (InputItem item : request) {
            if (item instanceof ItemReference reference) {
                references.add(reference.id());
            } else if (item instanceof NewItem newItem) {
                newItems.add(newItem);
                repeated |= newItem.id() != null && !ids.add(newItem.id());
            }
        }
        Set<String> sent = new HashSet<>(references);
        sent.addAll(ids);
        Set<String> known = positions.findExisting(conversationId, sent);
        references.stream().filter(id -> !known.contains(id)).findFirst().ifPresent(unknown -> {
            throw InvalidItems.referenceNotFound(unknown);
        });
        if (repeated || !known.isEmpty()) {
            throw InvalidItems.alreadyInConversation();
        }
        positions.deleteTombstones(conversationId, ids);
        return newItems;
    }
}
