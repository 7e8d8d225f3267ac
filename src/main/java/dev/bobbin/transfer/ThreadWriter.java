package dev.bobbin.transfer;

import dev.bobbin.database.DatabaseOperations;
import dev.bobbin.thread.MessageObject;
import dev.bobbin.transfer.MessageIndex.Entry;
import dev.bobbin.transfer.body.BodyScanner.Element;
import dev.bobbin.transfer.request.ImportedThread;
import dev.bobbin.web.error.ApiException;
import dev.bobbin.web.limit.RequestBody;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Writes the messages of a thread in several transactions. A new thread becomes visible whole: it belongs to no project
 * until the last transaction.
 */
@Component
class ThreadWriter {

    /** Limits of most transactions. On H2, other writers wait until a transaction ends, so it must be short. */
    static final Limits IN_PARTS = new Limits(200, 1 << 20);

    record Limits(int messages, long bytes) {}

    private final DatabaseOperations database;
    private final ImportStatements statements;
    private final PendingImports pending;

    /** Limits of a transaction whose messages become visible at once. H2 holds the messages in the heap. */
    private final Limits atOnce;

    ThreadWriter(
            DatabaseOperations database, ImportStatements statements, PendingImports pending, RequestBody requestBody) {
        this.database = database;
        this.statements = statements;
        this.pending = pending;
        this.atOnce = new Limits(1000, Math.min(8 << 20, requestBody.maxBytes()));
    }

    /** Creates a thread that is too large for one transaction. Returns false if the id is in use by now. */
    boolean create(Import current, ThreadLines lines, Batch first, Written written) {
        ImportedThread thread = lines.threadToCreate();
        long createdAt = lines.dateToCreate();
        String token = UUID.randomUUID().toString();
        boolean begun = database.transaction(current.project(), () -> {
            if (statements.findProject(thread.id()).isPresent()) {
                return false;
            }
            statements.insertThread(
                    ImportStatements.HIDDEN, thread, createdAt, first.messages().size());
            pending.begin(thread.id(), token);
            statements.insertMessages(thread.id(), first.messages(), 0);
            return true;
        });
        if (!begun) {
            return false;
        }
        try {
            long position = first.messages().size();
            for (long index = first.end(); index < lines.messages.size(); ) {
                Batch batch = nextBatch(current, lines, index, IN_PARTS);
                long after = position;
                database.transaction(current.project(), () -> {
                    requireLease(pending.renew(thread.id(), token));
                    statements.appendHidden(thread.id(), batch.messages(), after);
                    return true;
                });
                position += batch.messages().size();
                index = batch.end();
            }
            long last = position;
            database.transaction(current.project(), () -> {
                requireLease(pending.end(thread.id(), token));
                statements.publish(current.project(), thread, createdAt, last);
                return true;
            });
            written.thread = true;
            written.messages = last;
            return true;
        } catch (RuntimeException e) {
            pending.abandon(thread.id(), token);
            throw e;
        }
    }

    private static void requireLease(boolean held) {
        if (!held) {
            throw ApiException.unavailable("The import has taken too long. Please try again.", Duration.ofSeconds(1));
        }
    }

    /**
     * Appends the messages from an index on.
     *
     * @param lastPosition the last position before the comparison
     * @return false if the thread contains one of the messages by now, or is deleted
     */
    boolean append(Import current, ThreadLines lines, long firstNew, long lastPosition, Written written) {
        OptionalLong last = OptionalLong.of(lastPosition);
        for (long index = firstNew; index < lines.messages.size(); ) {
            Batch batch = nextBatch(current, lines, index, atOnce);
            index = batch.end();
            if (!batch.messages().isEmpty()) {
                last = append(current, lines.threadId, batch.messages(), last.getAsLong());
                if (last.isEmpty()) {
                    return false;
                }
                written.messages += batch.messages().size();
            }
        }
        return true;
    }

    private OptionalLong append(Import current, String threadId, List<MessageObject> messages, long expected) {
        try {
            return database.transaction(
                    current.project(),
                    threadId,
                    () -> statements.append(current.project(), threadId, messages, expected));
        } catch (LostRaceException e) {
            return OptionalLong.empty();
        }
    }

    /**
     * Messages that one transaction writes.
     *
     * @param end the index of the next message
     */
    record Batch(List<MessageObject> messages, long end) {}

    /** The first messages of a new thread, which are perhaps all of them. */
    Batch firstBatch(Import current, ThreadLines lines) {
        return nextBatch(current, lines, 0, atOnce);
    }

    private static Batch nextBatch(Import current, ThreadLines lines, long begin, Limits limits) {
        List<Element> elements = new ArrayList<>();
        long bytes = 0;
        long index = begin;
        for (; index < lines.messages.size() && elements.size() < limits.messages(); index++) {
            Entry entry = lines.messages.get(index);
            long size = entry.element().bytes();
            if (bytes > 0 && bytes + size > limits.bytes()) {
                break;
            }
            if (!entry.repeated()) {
                elements.add(entry.element());
                bytes += size;
            }
        }
        current.reserve(bytes);
        return new Batch(elements.stream().map(current::message).toList(), index);
    }
}
