package dev.bobbin.transfer;

import dev.bobbin.database.Placeholders;
import dev.bobbin.sequence.OwnerList;
import dev.bobbin.sequence.SequenceStatements;
import dev.bobbin.thread.LastActivity;
import dev.bobbin.thread.MessageDetails;
import dev.bobbin.thread.MessageObject;
import dev.bobbin.thread.ThreadObject;
import dev.bobbin.transfer.request.ImportedThread;
import dev.bobbin.web.json.JsonText;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** The statements that write imported threads. The caller runs them in a transaction. */
@Repository
class ImportStatements {

    /** The name of no project. A thread that belongs to it is hidden from all clients. */
    static final String HIDDEN = "";

    private static final String INSERT_THREAD =
            "insert into threads (id, project, created_at, last_position, metadata, tool_resources)"
                    + " values (?, ?, ?, ?, ?, ?)";

    private static final String INSERT_MESSAGE =
            "insert into messages (thread_id, id, position, role, created_at, content, attachments, metadata)"
                    + " values (?, ?, ?, ?, ?, ?, ?, ?)";

    private static final String INSERT_DETAILS =
            "insert into message_details (thread_id, position, run_id, details) values (?, ?, ?, ?)";

    private final JdbcTemplate jdbc;
    private final SequenceStatements<MessageObject> sequence;
    private final OwnerList<ThreadObject> threads;
    private final LastActivity lastActivity;
    private final Clock clock;

    ImportStatements(
            JdbcTemplate jdbc,
            SequenceStatements<MessageObject> sequence,
            OwnerList<ThreadObject> threads,
            LastActivity lastActivity,
            Clock clock) {
        this.jdbc = jdbc;
        this.sequence = sequence;
        this.threads = threads;
        this.lastActivity = lastActivity;
        this.clock = clock;
    }

    /** The project of a thread; {@link #HIDDEN} while the thread is being imported or deleted. */
    Optional<String> findProject(String threadId) {
        return jdbc.queryForList("select project from threads where id = ?", String.class, threadId).stream()
                .findFirst();
    }

    void insertThread(String project, ImportedThread thread, long createdAt, long lastPosition) {
        jdbc.update(INSERT_THREAD, row(project, thread, createdAt, lastPosition));
    }

    private static Object[] row(String project, ImportedThread thread, long createdAt, long lastPosition) {
        return new Object[] {
            thread.id(),
            project,
            createdAt,
            lastPosition,
            JsonText.of(thread.metadata()).text(),
            thread.toolResources().text()
        };
    }

    /** Creates threads, unless their ids exist. Returns the ids that exist. */
    Set<String> insert(String project, List<NewThread> newThreads) {
        Set<String> existing = Set.copyOf(jdbc.queryForList(
                "select id from threads where id in " + Placeholders.of(newThreads),
                String.class,
                newThreads.stream().map(NewThread::id).toArray()));
        List<NewThread> absent = newThreads.stream()
                .filter(thread -> !existing.contains(thread.id()))
                .toList();
        jdbc.batchUpdate(
                INSERT_THREAD,
                absent.stream()
                        .map(thread -> row(
                                project,
                                thread.thread(),
                                thread.createdAt(),
                                thread.messages().size()))
                        .toList());
        jdbc.batchUpdate(
                INSERT_MESSAGE,
                absent.stream()
                        .flatMap(thread -> rows(thread.id(), thread.messages(), 0))
                        .toList());
        insertDetails(absent.stream()
                .flatMap(thread -> details(thread.id(), thread.messages(), 0))
                .toList());
        absent.forEach(thread -> complete(
                project, thread.thread(), thread.createdAt(), thread.messages().size()));
        return existing;
    }

    /** Appends messages to a hidden thread. The deletion relies on its last position if the import is interrupted. */
    void appendHidden(String threadId, List<MessageObject> messages, long after) {
        jdbc.update(
                "update threads set last_position = ? where id = ? and project = ''",
                after + messages.size(),
                threadId);
        insertMessages(threadId, messages, after);
    }

    /** Gives a hidden thread to its project. */
    void publish(String project, ImportedThread thread, long createdAt, long lastPosition) {
        jdbc.update("update threads set project = ? where id = ? and project = ''", project, thread.id());
        complete(project, thread, createdAt, lastPosition);
    }

    /** Indexes a new thread, which counts from now on for the retention, whatever its dates are. */
    void complete(String project, ImportedThread thread, long createdAt, long lastPosition) {
        threads.metadataIndex().add(project, thread.id(), createdAt, thread.metadata());
        lastActivity.set(thread.id(), lastPosition, clock.instant().getEpochSecond());
    }

    /** The last position that a message of the project's thread has or had. */
    long lastPosition(String project, String threadId) {
        return sequence.lastPosition(project, threadId);
    }

    /**
     * Appends messages to a thread of the project.
     *
     * @param expected the last position for which it is known that the thread contains none of the messages
     * @return the new last position; empty if the project no longer has this thread, or if it contains one of the
     *     messages by now
     */
    OptionalLong append(String project, String threadId, List<MessageObject> messages, long expected) {
        if (!sequence.takePositions(project, threadId, messages.size())) {
            return OptionalLong.empty();
        }
        List<String> ids = messages.stream().map(MessageObject::id).toList();
        long last = lastPosition(project, threadId);
        long after = last - messages.size();
        if (after != expected && !sequence.findExisting(threadId, ids).isEmpty()) {
            throw new LostRaceException();
        }
        if (hasTombstones(threadId)) {
            sequence.deleteTombstones(threadId, ids);
        }
        insertMessages(threadId, messages, after);
        lastActivity.set(threadId, last, clock.instant().getEpochSecond());
        return OptionalLong.of(last);
    }

    private boolean hasTombstones(String threadId) {
        return !jdbc.queryForList("select 1 from deleted_messages where thread_id = ? limit 1", Integer.class, threadId)
                .isEmpty();
    }

    /** @param after the position before the first message */
    void insertMessages(String threadId, List<MessageObject> messages, long after) {
        jdbc.batchUpdate(INSERT_MESSAGE, rows(threadId, messages, after).toList());
        insertDetails(details(threadId, messages, after).toList());
    }

    private void insertDetails(List<Object[]> rows) {
        if (!rows.isEmpty()) {
            jdbc.batchUpdate(INSERT_DETAILS, rows);
        }
    }

    private static Stream<Object[]> rows(String threadId, List<MessageObject> messages, long after) {
        return IntStream.range(0, messages.size()).mapToObj(i -> row(threadId, messages.get(i), after + i + 1));
    }

    private static Object[] row(String threadId, MessageObject message, long position) {
        return new Object[] {
            threadId,
            message.id(),
            position,
            message.details() == null ? message.role() : "",
            message.createdAt(),
            message.content().text(),
            message.attachments().text(),
            message.metadata().text()
        };
    }

    private static Stream<Object[]> details(String threadId, List<MessageObject> messages, long after) {
        return IntStream.range(0, messages.size())
                .filter(i -> messages.get(i).details() != null)
                .mapToObj(i ->
                        details(threadId, Objects.requireNonNull(messages.get(i).details()), after + i + 1));
    }

    private static Object[] details(String threadId, MessageDetails details, long position) {
        return new Object[] {
            threadId, position, details.runId(), JsonText.of(details).text()
        };
    }
}
