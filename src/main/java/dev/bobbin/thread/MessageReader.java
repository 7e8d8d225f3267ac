package dev.bobbin.thread;

import dev.bobbin.api.JsonText;
import dev.bobbin.api.MemoryShare;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Reads messages as they are answered, which is most of what a server does, and so without entities between the rows and
 * the answer. What is read is read only if the project owns the thread, and first without what is larger than
 * {@link MemoryShare#SMALL}.
 */
@Component
class MessageReader {

    private static final String OF_PROJECT = " and exists (select 1 from threads t where t.id = ? and t.project = ?)";

    private static final String BYTES =
            "octet_length(m.content) + octet_length(m.attachments) + octet_length(m.metadata)";

    private static final String ROWS = "select m.id, m.created_at, m.role, m.metadata, " + BYTES
            + ", case when " + BYTES + " <= " + MemoryShare.SMALL + " then m.content end"
            + ", case when " + BYTES + " <= " + MemoryShare.SMALL + " then m.attachments end"
            + " from messages m where m.thread_id = ?";

    private static final String ONE = ROWS + " and m.id = ?" + OF_PROJECT;

    /** By both columns of the index: H2 would sort the whole thread if the constant one were left out. */
    private static final String ASCENDING =
            ROWS + " and m.position > ? and m.position < ?" + OF_PROJECT + " order by m.thread_id, m.position limit ?";

    private static final String DESCENDING = ROWS + " and m.position > ? and m.position < ?" + OF_PROJECT
            + " order by m.thread_id desc, m.position desc limit ?";

    private static final String LARGE_PARTS =
            "select m.id, m.content, m.attachments from messages m where m.thread_id = ? and m.id in (";

    private final JdbcTemplate jdbc;

    MessageReader(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    Optional<MessageRow> find(String project, String threadId, String id) {
        return jdbc.query(ONE, (row, number) -> row(threadId, row), threadId, id, threadId, project).stream()
                .findFirst();
    }

    /** The messages of a window, from its beginning, and one more than the page shows: the surplus tells that there are more. */
    List<MessageRow> find(String project, String threadId, Window window) {
        return jdbc.query(
                window.ascending() ? ASCENDING : DESCENDING,
                (row, number) -> row(threadId, row),
                threadId,
                window.low(),
                window.high(),
                threadId,
                project,
                window.size() + 1);
    }

    List<LargeParts> findLargeParts(String threadId, List<String> ids) {
        return jdbc.query(
                LARGE_PARTS + placeholders(ids) + ")",
                (row, number) -> new LargeParts(
                        row.getString(1), new JsonText(row.getString(2)), new JsonText(row.getString(3))),
                Stream.concat(Stream.of(threadId), ids.stream()).toArray());
    }

    /** The positions of messages, deleted ones too. */
    List<Cursor> findCursors(String threadId, List<String> ids) {
        String where = " where thread_id = ? and id in (" + placeholders(ids) + ")";
        return jdbc.query(
                "select id, position from messages" + where + " union all select id, position from deleted_messages"
                        + where,
                (row, number) -> new Cursor(row.getString(1), row.getLong(2)),
                Stream.of(Stream.of(threadId), ids.stream(), Stream.of(threadId), ids.stream())
                        .flatMap(parameters -> parameters)
                        .toArray());
    }

    boolean hasThread(String project, String threadId) {
        return !jdbc.queryForList(
                        "select 1 from threads where id = ? and project = ?", Integer.class, threadId, project)
                .isEmpty();
    }

    private static String placeholders(List<String> values) {
        return String.join(", ", Collections.nCopies(values.size(), "?"));
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
