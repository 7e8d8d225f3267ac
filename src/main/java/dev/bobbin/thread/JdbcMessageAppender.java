package dev.bobbin.thread;

import java.time.Clock;
import java.util.Optional;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.jdbc.JdbcUpdateAffectedIncorrectNumberOfRowsException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.util.Assert;

/**
 * The creation of a message is most of what a server writes, and so goes without entities: on PostgreSQL in one statement,
 * which saves two ways there and back and holds the thread's lock for no longer than the commit; on H2 in two.
 */
class JdbcMessageAppender implements MessageAppender {

    /**
     * The clock is the database's, as it is read when the row is locked; the thread has its time from a server, whose clock may
     * be ahead. The wait for the row itself and that for a place in the line before it end in time, both together before the
     * driver gives up the connection: a statement that went on waiting would be done when nobody expects it any more.
     */
    private static final String APPEND_ON_POSTGRESQL = "with t as"
            + " (update threads set last_position = last_position + 1"
            + " where id = ? and project = ? and set_config('lock_timeout', '4s', true) <> ''"
            + " returning id, last_position, created_at)"
            + " insert into messages (thread_id, id, position, role, created_at, content, attachments, metadata)"
            + " select id, ?, last_position, ?,"
            + " greatest(created_at, cast(floor(extract(epoch from clock_timestamp())) as bigint)), ?, ?, ? from t"
            + " returning created_at";

    private static final String TAKE_POSITION =
            "update threads set last_position = last_position + 1 where id = ? and project = ?";

    private static final String APPEND = "insert into messages"
            + " (thread_id, id, position, role, created_at, content, attachments, metadata)"
            + " select id, ?, last_position, ?, ?, ?, ?, ? from threads where id = ?";

    private final JdbcTemplate jdbc;
    private final Clock clock;
    private final boolean onPostgres;

    JdbcMessageAppender(JdbcTemplate jdbc, Clock clock, JdbcConnectionDetails database) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.onPostgres = database.getJdbcUrl().startsWith("jdbc:postgresql:");
    }

    @Override
    public Optional<MessageObject> append(String project, String threadId, CreateMessageRequest request) {
        return onPostgres
                ? appendAtOnce(project, request.toMessage(threadId, clock.instant()))
                : appendInTurn(project, threadId, request);
    }

    private Optional<MessageObject> appendAtOnce(String project, MessageObject message) {
        return jdbc
                .queryForList(
                        APPEND_ON_POSTGRESQL,
                        Long.class,
                        message.threadId(),
                        project,
                        message.id(),
                        message.role(),
                        message.content().text(),
                        message.attachments().text(),
                        message.metadata().text())
                .stream()
                .findFirst()
                .map(message::createdAt);
    }

    private Optional<MessageObject> appendInTurn(String project, String threadId, CreateMessageRequest request) {
        requireTransaction();
        if (jdbc.update(TAKE_POSITION, threadId, project) == 0) {
            return Optional.empty();
        }
        MessageObject message = request.toMessage(threadId, clock.instant());
        int rows = jdbc.update(
                APPEND,
                message.id(),
                message.role(),
                message.createdAt(),
                message.content().text(),
                message.attachments().text(),
                message.metadata().text(),
                threadId);
        if (rows != 1) {
            throw new JdbcUpdateAffectedIncorrectNumberOfRowsException(APPEND, 1, rows);
        }
        return Optional.of(message);
    }

    /** JPA has such a check of its own. Without one the statement would be kept as it is, and nobody would wait for it. */
    private static void requireTransaction() {
        Assert.state(
                TransactionSynchronizationManager.isActualTransactionActive()
                        && !TransactionSynchronizationManager.isCurrentTransactionReadOnly(),
                "Messages are appended in a transaction");
    }
}
