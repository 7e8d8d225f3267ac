package dev.bobbin.thread;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * The last activity of a thread: the date of its newest message, or its own date while it has none. If a message has
 * been deleted, these dates no longer tell, so a row in {@code thread_activity} keeps the date up to a position.
 */
@Component
public class LastActivity {

    /** The last activity of thread {@code t}, in seconds since 1970. */
    static final String OF_THREAD = "coalesce("
            + "(select m.created_at from messages m where m.thread_id = t.id and m.position > coalesce("
            + "(select a.position from thread_activity a where a.thread_id = t.id), 0)"
            + " order by m.thread_id desc, m.position desc limit 1),"
            + " (select a.at from thread_activity a where a.thread_id = t.id), t.created_at)";

    private static final String INSERT = "insert into thread_activity (thread_id, position, at)"
            + " select m.thread_id, m.position, m.created_at from messages m where m.thread_id = ? and m.position = ?"
            + " and not exists (select 1 from thread_activity a where a.thread_id = m.thread_id)";

    private static final String UPDATE = "update thread_activity a set position = ?, at ="
            + " (select m.created_at from messages m where m.thread_id = a.thread_id and m.position = ?)"
            + " where a.thread_id = ? and a.position < ?";

    private final JdbcTemplate jdbc;

    LastActivity(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Keeps the date of the newest message. The caller holds the lock on the thread, and then deletes the message. */
    void keep(String threadId, long position) {
        if (jdbc.update(INSERT, threadId, position) == 0) {
            jdbc.update(UPDATE, position, position, threadId, position);
        }
    }

    /** Sets the date up to a position. The caller holds the lock on the thread. */
    public void set(String threadId, long position, long at) {
        jdbc.update("delete from thread_activity where thread_id = ?", threadId);
        jdbc.update("insert into thread_activity (thread_id, position, at) values (?, ?, ?)", threadId, position, at);
    }

    /** Forgets a thread. The caller deletes it in the same transaction. */
    void remove(String threadId) {
        jdbc.update("delete from thread_activity where thread_id = ?", threadId);
    }
}
