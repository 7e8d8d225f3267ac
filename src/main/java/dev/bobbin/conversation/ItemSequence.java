package dev.bobbin.conversation;

import dev.bobbin.database.DatabaseOperations;
import dev.bobbin.idempotency.IdempotencyService;
import dev.bobbin.sequence.ExpiredOwners;
import dev.bobbin.sequence.OwnerList;
import dev.bobbin.sequence.OwnerTables;
import dev.bobbin.sequence.Sequence;
import dev.bobbin.sequence.SequenceColumns;
import dev.bobbin.sequence.SequenceDeletion;
import dev.bobbin.sequence.SequenceErrors;
import dev.bobbin.sequence.SequencePositions;
import dev.bobbin.sequence.SequenceReader;
import dev.bobbin.sequence.SequenceTables;
import dev.bobbin.sequence.SequenceWalk;
import dev.bobbin.web.error.ApiException;
import dev.bobbin.web.json.JsonText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.TaskScheduler;

/** Describes conversations and their items to the engine that conversations share with threads. */
@Configuration(proxyBeanMethods = false)
class ItemSequence {

    private static final SequenceTables TABLES = new SequenceTables(
            "conversation",
            "conversations",
            true,
            "conversation_items",
            "conversation_item_tombstones",
            "pending_conversation_deletions",
            "conversation_id",
            "t.last_activity",
            null,
            null);

    private static final SequenceColumns<ItemObject> COLUMNS = columns((conversationId, row) -> item(row));

    private static final SequenceColumns<PositionedItem> COLUMNS_WITH_POSITION =
            columns((conversationId, row) -> new PositionedItem(row.getLong(SequenceColumns.POSITION), item(row)));

    private static final SequenceErrors ERRORS = new SequenceErrors() {

        @Override
        public ApiException noOwner(String id) {
            return NotFound.conversation(id);
        }

        @Override
        public ApiException noElement(String id) {
            return NotFound.item(id);
        }

        @Override
        public ApiException noCursor(String param, String id) {
            return NotFound.cursor(param, id);
        }
    };

    private static final OwnerTables<ConversationObject> OWNERS = new OwnerTables<>(
            "conversations",
            "conversation_tombstones",
            "conversation_metadata",
            List.of("metadata"),
            "last_activity",
            row -> new ConversationObject(
                    row.getString(1), row.getLong(2), new JsonText(row.getString(OwnerTables.FIRST_COLUMN))),
            NotFound::conversation);

    private static final Sequence<ItemObject> KIND = new Sequence<>(TABLES, COLUMNS, ERRORS);

    @Bean
    static SequencePositions<ItemObject> itemPositions(JdbcTemplate jdbc) {
        return new SequencePositions<>(jdbc, KIND);
    }

    @Bean
    static SequenceReader<ItemObject> itemReader(DatabaseOperations database, JdbcTemplate jdbc) {
        return new SequenceReader<>(database, jdbc, KIND);
    }

    @Bean
    static SequenceWalk<PositionedItem> itemWalk(DatabaseOperations database, JdbcTemplate jdbc) {
        return new SequenceWalk<>(database, jdbc, new Sequence<>(TABLES, COLUMNS_WITH_POSITION, ERRORS));
    }

    @Bean
    static OwnerList<ConversationObject> conversationList(
            DatabaseOperations database, JdbcTemplate jdbc, JdbcConnectionDetails connection, Clock clock) {
        return new OwnerList<>(database, jdbc, connection, OWNERS, clock);
    }

    @Bean
    static SequenceDeletion conversationDeletion(
            DatabaseOperations database,
            JdbcTemplate jdbc,
            OwnerList<ConversationObject> conversations,
            IdempotencyService idempotency,
            TaskScheduler scheduler) {
        return new SequenceDeletion(database, jdbc, KIND, conversations::remove, idempotency, scheduler);
    }

    @Bean
    static ExpiredOwners expiredConversations(
            JdbcTemplate jdbc, OwnerList<ConversationObject> conversations, SequenceDeletion conversationDeletion) {
        return new ExpiredOwners(jdbc, TABLES, conversations, conversationDeletion);
    }

    private static <T> SequenceColumns<T> columns(SequenceColumns.Mapper<T> mapper) {
        return new SequenceColumns<>(List.of(), List.of("item"), "octet_length(item)", mapper);
    }

    private static ItemObject item(ResultSet row) throws SQLException {
        return new ItemObject(row.getString(1), new JsonText(row.getString(SequenceColumns.FIRST)));
    }
}
