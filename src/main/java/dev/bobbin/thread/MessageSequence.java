package dev.bobbin.thread;

import dev.bobbin.database.Database;
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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.TaskScheduler;

/** Describes threads and their messages to the engine that threads share with conversations. */
@Configuration(proxyBeanMethods = false)
class MessageSequence {

    /** The role of a message, or its details, which are an object. An empty role means that the message has details. */
    private static final String ROLE_OR_DETAILS = "case when role <> '' then role else (select d.details"
            + " from message_details d where d.thread_id = e.thread_id and d.position = e.position) end";

    private static final List<String> SMALL = List.of("created_at", "role", "metadata");
    private static final List<String> SMALL_OF_WHOLE = List.of("created_at", ROLE_OR_DETAILS, "metadata");
    private static final List<String> LARGE = List.of("content", "attachments");

    private static final String BYTES = "octet_length(content) + octet_length(attachments) + octet_length(metadata)";

    private static final SequenceColumns<MessageObject> COLUMNS =
            new SequenceColumns<>(SMALL, LARGE, BYTES, MessageSequence::message, SMALL_OF_WHOLE);

    private static final SequenceColumns<PositionedMessage> COLUMNS_WITH_POSITION =
            new SequenceColumns<>(SMALL, LARGE, BYTES, MessageSequence::positionedMessage, SMALL_OF_WHOLE);

    private static final SequenceErrors ERRORS = new SequenceErrors() {

        @Override
        public ApiException noOwner(String id) {
            return NotFound.thread(id);
        }

        @Override
        public ApiException noElement(String id) {
            return NotFound.message(id);
        }

        @Override
        public ApiException noCursor(String param, String id) {
            return NotFound.message(id);
        }
    };

    private static final OwnerTables<ThreadObject> OWNERS = new OwnerTables<>(
            "threads",
            "thread_tombstones",
            "thread_metadata",
            List.of("metadata", "tool_resources"),
            null,
            row -> new ThreadObject(
                    row.getString(1),
                    row.getLong(2),
                    new JsonText(row.getString(OwnerTables.FIRST_COLUMN)),
                    new JsonText(row.getString(OwnerTables.FIRST_COLUMN + 1))),
            (param, id) -> NotFound.thread(id));

    @Bean
    static SequenceTables messageTables(JdbcConnectionDetails database) {
        // On H2, an update would be slow: it removes the row from each index of the table, and adds it again.
        boolean storesLastPosition = Database.isPostgres(database.getJdbcUrl());
        return new SequenceTables(
                "thread",
                "threads",
                storesLastPosition,
                "messages",
                "deleted_messages",
                "abandoned_threads",
                "thread_id",
                LastActivity.OF_THREAD,
                "thread_activity",
                new SequenceTables.Selection("message_details", "run_id"));
    }

    @Bean
    static Sequence<MessageObject> kindOfMessages(SequenceTables messageTables) {
        return new Sequence<>(messageTables, COLUMNS, ERRORS);
    }

    @Bean
    static SequencePositions<MessageObject> messagePositions(JdbcTemplate jdbc, Sequence<MessageObject> kind) {
        return new SequencePositions<>(jdbc, kind);
    }

    @Bean
    static SequenceReader<MessageObject> messageReader(
            DatabaseOperations database, JdbcTemplate jdbc, Sequence<MessageObject> kind) {
        return new SequenceReader<>(database, jdbc, kind);
    }

    @Bean
    static SequenceWalk<PositionedMessage> messageWalk(
            DatabaseOperations database, JdbcTemplate jdbc, SequenceTables messageTables) {
        return new SequenceWalk<>(database, jdbc, new Sequence<>(messageTables, COLUMNS_WITH_POSITION, ERRORS));
    }

    @Bean
    static OwnerList<ThreadObject> threadList(
            DatabaseOperations database, JdbcTemplate jdbc, JdbcConnectionDetails connection, Clock clock) {
        return new OwnerList<>(database, jdbc, connection, OWNERS, clock);
    }

    @Bean
    static SequenceDeletion threadDeletion(
            DatabaseOperations database,
            JdbcTemplate jdbc,
            Sequence<MessageObject> kind,
            OwnerList<ThreadObject> threads,
            LastActivity lastActivity,
            IdempotencyService idempotency,
            TaskScheduler scheduler) {
        Consumer<String> beforeDeletion = id -> {
            threads.remove(id);
            lastActivity.remove(id);
        };
        return new SequenceDeletion(database, jdbc, kind, beforeDeletion, idempotency, scheduler);
    }

    @Bean
    static ExpiredOwners expiredThreads(
            JdbcTemplate jdbc,
            SequenceTables messageTables,
            OwnerList<ThreadObject> threads,
            SequenceDeletion threadDeletion) {
        return new ExpiredOwners(jdbc, messageTables, threads, threadDeletion);
    }

    private static @Nullable PositionedMessage positionedMessage(String threadId, ResultSet row) throws SQLException {
        MessageObject message = message(threadId, row);
        return message == null ? null : new PositionedMessage(row.getLong(SequenceColumns.POSITION), message);
    }

    /** Returns null for a message with details, until its details are read. */
    private static @Nullable MessageObject message(String threadId, ResultSet row) throws SQLException {
        int column = SequenceColumns.FIRST;
        String role = row.getString(column + 1);
        if (role.isEmpty()) {
            return null;
        }
        MessageDetails details = role.startsWith("{") ? new JsonText(role).as(MessageDetails.class) : null;
        return new MessageObject(
                row.getString(1),
                row.getLong(column),
                threadId,
                details == null ? role : details.role(),
                new JsonText(row.getString(column + 3)),
                new JsonText(row.getString(column + 4)),
                new JsonText(row.getString(column + 2)),
                details);
    }
}
