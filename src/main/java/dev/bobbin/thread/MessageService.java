package dev.bobbin.thread;

import static java.util.stream.Collectors.toMap;

import dev.bobbin.database.DatabaseOperations;
import dev.bobbin.idempotency.CreationResult;
import dev.bobbin.idempotency.IdempotencyKey;
import dev.bobbin.idempotency.IdempotencyService;
import dev.bobbin.security.Project;
import dev.bobbin.thread.request.CreateMessageRequest;
import dev.bobbin.thread.request.ModifyMessageRequest;
import dev.bobbin.web.json.DeletedObject;
import dev.bobbin.web.json.JsonText;
import dev.bobbin.web.limit.MemoryReservation;
import dev.bobbin.web.page.ListPage;
import dev.bobbin.web.page.PageQuery;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.HeuristicCompletionException;

/**
 * Creates, lists, reads, modifies and deletes the messages of a thread. A thread of another project is reported as not
 * found.
 *
 * <p>A large message is returned when there is memory for it. The server waits for memory outside of transactions, so
 * that a waiting request holds neither a lock nor a connection.
 */
@Service
class MessageService {

    private final DatabaseOperations database;
    private final ThreadRepository threads;
    private final MessageRepository messages;
    private final MessageStatements statements;
    private final MessageTombstoneRepository tombstones;
    private final IdempotencyService idempotency;

    MessageService(
            DatabaseOperations database,
            ThreadRepository threads,
            MessageRepository messages,
            MessageTombstoneRepository tombstones,
            IdempotencyService idempotency) {
        this.database = database;
        this.threads = threads;
        this.messages = messages;
        this.statements = messages.withoutProxy();
        this.tombstones = tombstones;
        this.idempotency = idempotency;
    }

    /**
     * Appends a message. With a key, the thread is locked first, so that a retry waits for the request that it repeats.
     */
    CreationResult create(
            Project project, String threadId, CreateMessageRequest request, @Nullable IdempotencyKey key) {
        if (key == null) {
            return CreationResult.ofNew(
                    database.write(project.name(), threadId, () -> append(project, threadId, request)));
        }
        return database.transaction(project.name(), threadId, () -> {
            threads.lock(project, threadId);
            return idempotency.createOnce(
                    project,
                    "/threads/" + threadId + "/messages",
                    key,
                    () -> append(project, threadId, request),
                    NotFound::message);
        });
    }

    private MessageObject append(Project project, String threadId, CreateMessageRequest request) {
        return statements.append(project.name(), threadId, request).orElseThrow(() -> NotFound.thread(threadId));
    }

    ListPage<MessageObject> list(Project project, String threadId, PageQuery query, MemoryReservation memory) {
        return whole(
                project, query.limit() + 1, memory, () -> findPage(project, threadId, query, memory.bytesPerPage()));
    }

    private PositionRange.Page findPage(Project project, String threadId, PageQuery query, long maxBytes) {
        PositionRange range = PositionRange.of(query, positions(project, threadId, query.cursors()));
        // No message belongs to a run, since only clients write messages.
        List<MessageRow> rows = query.runId() == null ? statements.find(project.name(), threadId, range) : List.of();
        // The check follows the read: a thread that is deleted in between must not look like an empty one.
        if (rows.isEmpty()) {
            requireThread(project, threadId);
        }
        return range.page(rows, maxBytes);
    }

    private Map<String, Long> positions(Project project, String threadId, List<String> cursors) {
        if (cursors.isEmpty()) {
            return Map.of();
        }
        Map<String, Long> positions = statements.findCursors(project.name(), threadId, cursors).stream()
                .collect(toMap(Cursor::id, Cursor::position));
        cursors.stream()
                .filter(cursor -> !positions.containsKey(cursor))
                .findFirst()
                .ifPresent(unknown -> {
                    requireThread(project, threadId);
                    throw NotFound.message(unknown);
                });
        return positions;
    }

    MessageObject retrieve(Project project, MessageKey key, MemoryReservation memory) {
        return whole(project, 1, memory, () -> new PositionRange.Page(List.of(find(project, key)), false))
                .data()
                .get(0);
    }

    private MessageRow find(Project project, MessageKey key) {
        return statements.find(project.name(), key).orElseThrow(() -> {
            requireThread(project, key.threadId());
            return NotFound.message(key.id());
        });
    }

    private void requireThread(Project project, String threadId) {
        if (!statements.hasThread(project.name(), threadId)) {
            throw NotFound.thread(threadId);
        }
    }

    /**
     * A failure after the commit is reported as an unknown outcome, so that the client does not take it for "not
     * modified".
     */
    MessageObject modify(Project project, MessageKey key, ModifyMessageRequest request, MemoryReservation memory) {
        while (true) {
            MessageRow modified =
                    database.transaction(project.name(), key.threadId(), () -> modify(project, key, request));
            try {
                Optional<List<MessageObject>> complete = complete(project, List.of(modified), memory);
                if (complete.isPresent()) {
                    return complete.get().get(0);
                }
            } catch (RuntimeException e) {
                throw new HeuristicCompletionException(HeuristicCompletionException.STATE_COMMITTED, e);
            }
        }
    }

    private MessageRow modify(Project project, MessageKey key, ModifyMessageRequest request) {
        threads.lock(project, key.threadId());
        if (request.metadata() != null) {
            messages.replaceMetadata(key.threadId(), key.id(), JsonText.of(request.metadata()));
        }
        return find(project, key);
    }

    DeletedObject delete(Project project, MessageKey key) {
        return database.transaction(project.name(), key.threadId(), () -> {
            threads.lock(project, key.threadId());
            long position =
                    messages.findPosition(key.threadId(), key.id()).orElseThrow(() -> NotFound.message(key.id()));
            tombstones.save(new MessageTombstone(key, position));
            messages.delete(key.threadId(), key.id());
            idempotency.eraseResponse(key.threadId(), key.id());
            return new DeletedObject(key.id(), "thread.message.deleted");
        });
    }

    /** Reads again if a message is deleted between its row and its large parts. */
    private ListPage<MessageObject> whole(
            Project project, int maxRows, MemoryReservation memory, Supplier<PositionRange.Page> read) {
        while (true) {
            memory.reserve((long) maxRows * MemoryReservation.SMALL);
            PositionRange.Page page = database.read(project.name(), read);
            Optional<List<MessageObject>> complete = complete(project, page.rows(), memory);
            if (complete.isPresent()) {
                return ListPage.of(complete.get(), MessageObject::id, page.hasMore());
            }
        }
    }

    /**
     * The messages of rows, with the parts that rows of large messages lack; empty if one has been deleted meanwhile.
     */
    private Optional<List<MessageObject>> complete(Project project, List<MessageRow> rows, MemoryReservation memory) {
        memory.reserve(rows.stream().mapToLong(MessageRow::size).sum());
        List<MessageRow> large = rows.stream().filter(row -> !row.isComplete()).toList();
        if (large.isEmpty()) {
            return Optional.of(objects(rows, Map.of()));
        }
        List<String> ids = large.stream().map(MessageRow::id).toList();
        Map<String, MessageRow.LargeParts> parts = database
                .read(
                        project.name(),
                        () -> statements.findLargeParts(
                                project.name(), large.get(0).threadId(), ids))
                .stream()
                .collect(toMap(MessageRow.LargeParts::id, part -> part));
        return parts.size() == large.size() ? Optional.of(objects(rows, parts)) : Optional.empty();
    }

    private static List<MessageObject> objects(List<MessageRow> rows, Map<String, MessageRow.LargeParts> parts) {
        return rows.stream().map(row -> row.toObject(parts)).toList();
    }
}
