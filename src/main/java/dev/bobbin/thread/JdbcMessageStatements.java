package dev.bobbin.thread;

import dev.bobbin.database.Database;
import dev.bobbin.database.LargeParameters;
import dev.bobbin.idempotency.NewRecord;
import dev.bobbin.sequence.SequencePositions;
import dev.bobbin.thread.request.CreateMessageRequest;
import dev.bobbin.web.json.JsonText;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
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

    /**
     * Creates a message in one statement. The time is the database's, read when the row is locked. The thread's own
     * time comes from a server whose clock may be ahead. If the database's clock is behind it or behind
     * {@link LatestDate}, the later of the time and the last activity counts. The lock timeout ends the wait for the
     * row before the driver gives up the connection: an abandoned statement could still take effect after the client
     * has got an error.
     */
    private static final String APPEND_ON_POSTGRESQL = "with t as"
            + " (update threads set last_position = last_position + 1"
            + " where id = ? and project = ? and set_config('lock_timeout', '4s', true) <> ''"
            + " returning id, last_position, created_at,"
            + " cast(floor(extract(epoch from clock_timestamp())) as bigint) as now),"
            + " m as (insert into messages (thread_id, id, position, role, created_at, content, attachments, metadata)"
            + " select id, ?, last_position, ?, greatest(now, case when now < created_at or now < ? then "
            + LastActivity.OF_THREAD + " end), ?, ?, ? from t"
            + " returning created_at)";

    private static final String DATE = " select created_at from m";

    /** The response of the record contains the date twice. */
    private static final String RECORD_ON_POSTGRESQL =
            ", r as (" + NewRecord.insertionFrom("m", "? || created_at || ? || created_at || ?") + ")";

    /** Stands in a response for a date that the database decides. */
    private static final long NO_DATE = -1;

    /** The dates stand before the content, which can contain anything. */
    private static final Pattern DATE_IN_RESPONSE =
            Pattern.compile("(?<=\"(?:created|completed)_at\":)" + NO_DATE + "(?=,)");

    private static final String MIN_DATE = "select " + LastActivity.OF_THREAD + " from threads t where t.id = ?";

    private final JdbcTemplate jdbc;
    private final SequencePositions<MessageObject> positions;
    private final Clock clock;
    private final LatestDate latestDate;
    private final String append;
    private final boolean onPostgres;

    JdbcMessageStatements(
            JdbcTemplate jdbc,
            SequencePositions<MessageObject> positions,
            Clock clock,
            LatestDate latestDate,
            JdbcConnectionDetails database) {
        this.jdbc = jdbc;
        this.positions = positions;
        this.clock = clock;
        this.latestDate = latestDate;
        this.append = "insert into messages"
                + " (thread_id, id, position, role, created_at, content, attachments, metadata) select t.id, ?, "
                + positions.tables().lastPosition() + " + 1, ?, ?, ?, ?, ? from threads t where t.id = ?";
        this.onPostgres = Database.isPostgres(database.getJdbcUrl());
    }

    @Override
    public MessageStatements withoutProxy() {
        return this;
    }

    @Override
    public Optional<MessageObject> append(
            String project, String threadId, CreateMessageRequest request, @Nullable NewRecord record) {
        if (onPostgres) {
            return appendInOneStatement(project, MessageObject.of(request, threadId, clock.instant()), record);
        }
        Optional<MessageObject> message = appendInTwoStatements(project, threadId, request);
        if (record != null) {
            message.ifPresent(record::insert);
        }
        return message;
    }

    private Optional<MessageObject> appendInOneStatement(
            String project, MessageObject message, @Nullable NewRecord record) {
        List<Object> parameters = new ArrayList<>(List.of(
                message.threadId(),
                project,
                message.id(),
                message.role(),
                latestDate.seconds(),
                message.content().text(),
                message.attachments().text(),
                message.metadata().text()));
        if (record != null) {
            parameters.addAll(record.parameters(message.threadId(), message.id()));
            parameters.addAll(aroundDates(message));
        }
        return jdbc
                .queryForList(
                        APPEND_ON_POSTGRESQL + (record == null ? "" : RECORD_ON_POSTGRESQL) + DATE,
                        Long.class,
                        parameters.toArray())
                .stream()
                .findFirst()
                .map(this::dated)
                .map(message::createdAt);
    }

    /** The three parts of the response that stand before, between and after its two dates. */
    private static List<String> aroundDates(MessageObject message) {
        return List.of(DATE_IN_RESPONSE.split(
                JsonText.copyOf(message.createdAt(NO_DATE)).text(), 3));
    }

    /**
     * Locks the thread's row without an update: H2 would remove the row from each index of the table, and add it again.
     */
    private Optional<MessageObject> appendInTwoStatements(
            String project, String threadId, CreateMessageRequest request) {
        requireTransaction();
        if (!positions.lock(project, threadId)) {
            return Optional.empty();
        }
        MessageObject message = MessageObject.of(request, threadId, now(threadId));
        int rows = LargeParameters.update(
                jdbc,
                append,
                message.id(),
                message.role(),
                message.createdAt(),
                message.content().text(),
                message.attachments().text(),
                message.metadata().text(),
                threadId);
        if (rows != 1) {
            throw new JdbcUpdateAffectedIncorrectNumberOfRowsException(append, 1, rows);
        }
        return Optional.of(message);
    }

    private long dated(long date) {
        latestDate.include(date);
        return date;
    }

    /** Returns the time, but never a time before the last activity of the thread. */
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
}
