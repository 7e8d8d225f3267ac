package dev.bobbin.thread;

import org.springframework.jdbc.JdbcUpdateAffectedIncorrectNumberOfRowsException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.util.Assert;

/**
 * The creation of a message is most of what a server writes, and so goes without entities: two statements in the
 * transaction of JPA, which take three quarters of the time.
 */
class JdbcMessageAppender implements MessageAppender {

    private static final String TAKE_POSITION =
            "update threads set last_position = last_position + 1 where id = ? and project = ?";

    private static final String APPEND = "insert into messages"
            + " (thread_id, id, position, role, created_at, content, attachments, metadata)"
            + " select id, ?, last_position, ?, ?, ?, ?, ? from threads where id = ?";

    private final JdbcTemplate jdbc;

    JdbcMessageAppender(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public boolean takePosition(String project, String threadId) {
        requireTransaction();
        return jdbc.update(TAKE_POSITION, threadId, project) == 1;
    }

    @Override
    public MessageObject append(MessageObject message) {
        requireTransaction();
        int rows = jdbc.update(
                APPEND,
                message.id(),
                message.role(),
                message.createdAt(),
                message.content().text(),
                message.attachments().text(),
                message.metadata().text(),
                message.threadId());
        if (rows != 1) {
            throw new JdbcUpdateAffectedIncorrectNumberOfRowsException(APPEND, 1, rows);
        }
        return message;
    }

    /** JPA has such a check of its own. Without one the statement would be kept as it is, and nobody would wait for it. */
    private static void requireTransaction() {
        Assert.state(
                TransactionSynchronizationManager.isActualTransactionActive()
                        && !TransactionSynchronizationManager.isCurrentTransactionReadOnly(),
                "Messages are appended in a transaction");
    }
}
