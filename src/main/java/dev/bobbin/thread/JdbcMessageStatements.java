package dev.bobbin.thread;

import dev.bobbin.thread.request.CreateMessageRequest;
import dev.bobbin.web.json.JsonText;
import dev.bobbin.web.limit.MemoryReservation;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.jdbc.JdbcUpdateAffectedIncorrectNumberOfRowsException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.util.Assert;

/**
 * The statements of {@link MessageStatements}. Spring Data finds this class through {@code META-INF/spring.factories}.
 */
class JdbcMessageStatements implements MessageStatements {

    /** The date of the newest message of thread {@code t}; null if the thread has no message. */
    private static final String NEWEST_DATE = "(select m.created_at from messages m where m.thread_id = t.id"
            + " order by m.thread_id desc, m.position desc limit 1)";

    /**
     * Creates a message in one statement. The time is the database's, read when the row is locked. The thread's own
     * time comes from a server whose clock may be ahead, so the later of the two counts. If the database's clock is
     * behind {@link LatestDate}, the date of the newest message counts, too. The lock timeout ends the wait for the row
     * before the driver gives up the connection: an abandoned statement could still take effect after the client has
     * got an error.
     */
    private static final String APPEND_ON_POSTGRESQL = "with t as"
            + " (update threads set last_position = last_position + 1"
            + " where id = ? and project = ? and set_config('lock_timeout', '4s', true) <> ''"
            + " returning id, last_position, created_at,"
            + " cast(floor(extract(epoch from clock_timestamp())) as bigint) as now)"
            + " insert into messages (thread_id, id, position, role, created_at, content, attachments, metadata)"
            + " select id, ?, last_position, ?, greatest(created_at, now, case when now < ? then "
            + NEWEST_DATE + " end), ?, ?, ? from t"
            + " returning created_at";

    private static final String TAKE_POSITION =
            "update threads set last_position = last_position + 1 where id = ? and project = ?";

    private static final String APPEND = "insert into messages"
            + " (thread_id, id, position, role, created_at, content, attachments, metadata)"
            + " select id, ?, last_position, ?, ?, ?, ?, ? from threads where id = ?";

    private static final String MIN_DATE =
            "select greatest(t.created_at, coalesce(" + NEWEST_DATE + ", 0)) from threads t where t.id = ?";

    /**
     * Finds the thread first. If another project owns it, H2 reads no row of it, so the response time does not reveal
     * that it exists. With {@code exists}, H2 would test the project for each row.
     */
    private static final String OF_THREAD =
            " where m.thread_id = (select t.id from threads t where t.id = ? and t.project = ?)";

    private static final String BYTES =
            "octet_length(m.content) + octet_length(m.attachments) + octet_length(m.metadata)";

    private static final String IS_SMALL = BYTES + " <= " + MemoryReservation.SMALL;

    private static final String ROWS = "select m.id, m.created_at, m.role, m.metadata, " + BYTES
            + ", case when " + IS_SMALL + " then m.content end"
            + ", case when " + IS_SMALL + " then m.attachments end"
            + " from messages m" + OF_THREAD;

    private static final String ONE = ROWS + " and m.id = ?";

    /** Both columns of the index stand in the order: H2 would sort the whole thread without the constant one. */
    private static final String ASCENDING =
            ROWS + " and m.position > ? and m.position < ? order by m.thread_id, m.position limit ?";

    private static final String DESCENDING =
            ROWS + " and m.position > ? and m.position < ?" + " order by m.thread_id desc, m.position desc limit ?";

    private final JdbcTemplate jdbc;
    private final Clock clock;
    private final LatestDate latestDate;
    private final boolean onPostgres;

    JdbcMessageStatements(JdbcTemplate jdbc, Clock clock, LatestDate latestDate, JdbcConnectionDetails database) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.latestDate = latestDate;
        this.onPostgres = database.getJdbcUrl().startsWith("jdbc:postgresql:");
    }

    @Override
    public MessageStatements withoutProxy() {
        return this;
    }

    @Override
    public Optional<MessageObject> append(String project, String threadId, CreateMessageRequest request) {
        return onPostgres
                ? appendInOneStatement(project, MessageObject.of(request, threadId, clock.instant()))
                : appendInTwoStatements(project, threadId, request);
    }

    private Optional<MessageObject> appendInOneStatement(String project, MessageObject message) {
        return jdbc
                .queryForList(
                        APPEND_ON_POSTGRESQL,
                        Long.class,
                        message.threadId(),
                        project,
                        message.id(),
                        message.role(),
                        latestDate.seconds(),
                        message.content().text(),
                        message.attachments().text(),
                        message.metadata().text())
                .stream()
                .findFirst()
                .map(this::dated)
                .map(message::createdAt);
    }

    private Optional<MessageObject> appendInTwoStatements(
            String project, String threadId, CreateMessageRequest request) {
        requireTransaction();
        if (jdbc.update(TAKE_POSITION, threadId, project) == 0) {
            return Optional.empty();
        }
        MessageObject message = MessageObject.of(request, threadId, now(threadId));
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

    private long dated(long date) {
        latestDate.include(date);
        return date;
    }

    /** Returns the time, but never a time before the thread or its newest message. */
    private Instant now(String threadId) {
        Instant now = clock.instant();
        if (now.getEpochSecond() >= latestDate.include(now.getEpochSecond())) {
            return now;
        }
        long minDate = Objects.requireNonNull(jdbc.queryForObject(MIN_DATE, Long.class, threadId));
        return now.getEpochSecond() >= minDate ? now : Instant.ofEpochSecond(minDate);
    }

    /** Outside a transaction a statement would commit without the fsync that the client relies on. */
    private static void requireTransaction() {
        Assert.state(
                TransactionSynchronizationManager.isActualTransactionActive()
                        && !TransactionSynchronizationManager.isCurrentTransactionReadOnly(),
                "A message can be appended only in a transaction that may write");
    }

    @Override
    public Optional<MessageRow> find(String project, MessageKey key) {
        String threadId = key.threadId();
        return jdbc.query(ONE, (row, number) -> row(threadId, row), threadId, project, key.id()).stream()
                .findFirst();
    }

    @Override
    public List<MessageRow> find(String project, String threadId, PositionRange range) {
        return jdbc.query(
                range.ascending() ? ASCENDING : DESCENDING,
                (row, number) -> row(threadId, row),
                threadId,
                project,
                range.low(),
                range.high(),
                range.size() + 1);
    }

    @Override
    public List<MessageRow.LargeParts> findLargeParts(String project, String threadId, List<String> ids) {
        return jdbc.query(
                "select m.id, m.content, m.attachments from messages m" + OF_THREAD + in(ids),
                (row, number) -> new MessageRow.LargeParts(
                        row.getString(1), new JsonText(row.getString(2)), new JsonText(row.getString(3))),
                Stream.concat(Stream.of(threadId, project), ids.stream()).toArray());
    }

    @Override
    public List<Cursor> findCursors(String project, String threadId, List<String> ids) {
        String where = OF_THREAD + in(ids);
        Object[] parameters = Stream.of(List.of(threadId, project), ids, List.of(threadId, project), ids)
                .flatMap(List::stream)
                .toArray();
        return jdbc.query(
                "select m.id, m.position from messages m" + where
                        + " union all select m.id, m.position from deleted_messages m" + where,
                (row, number) -> new Cursor(row.getString(1), row.getLong(2)),
                parameters);
    }

    @Override
    public boolean hasThread(String project, String threadId) {
        return !jdbc.queryForList(
                        "select 1 from threads where id = ? and project = ?", Integer.class, threadId, project)
                .isEmpty();
    }

    private static String in(List<String> ids) {
        return " and m.id in (" + String.join(", ", Collections.nCopies(ids.size(), "?")) + ")";
    }

    private static MessageRow row(String threadId, ResultSet row) throws SQLException {
        return new MessageRow(
                row.getString(1),
                row.getLong(2),
                threadId,
                row.getString(3),
                json(row.getString(6)),
                json(row.getString(7)),
                new JsonText(row.getString(4)),
                row.getLong(5));
    }

    private static @Nullable JsonText json(@Nullable String text) {
        return text == null ? null : new JsonText(text);
    }
}
