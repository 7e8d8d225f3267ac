package dev.bobbin.transfer;

import dev.bobbin.database.DatabaseOperations;
import dev.bobbin.thread.ThreadObject;
import dev.bobbin.transfer.body.BodyScanner.Element;
import dev.bobbin.web.error.InvalidInput;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Imports the lines of a thread: all of them, or none if one of them is a problem. Small new threads wait for each
 * other and share a transaction.
 */
@Component
class ThreadImporter {

    /** New threads wait for each other up to these limits. They hold no memory reservation meanwhile. */
    private static final long BYTES_WITHOUT_RESERVATION = 256 << 10;

    private static final int MAX_NEW_THREADS = 200;

    /** After this number of refused threads, all further ones are refused. */
    private static final int MAX_REFUSED = 10_000;

    private final DatabaseOperations database;
    private final SettledThreads threads;
    private final MessageComparison comparison;
    private final ImportStatements statements;
    private final ThreadWriter writer;

    ThreadImporter(
            DatabaseOperations database,
            SettledThreads threads,
            MessageComparison comparison,
            ImportStatements statements,
            ThreadWriter writer) {
        this.database = database;
        this.threads = threads;
        this.comparison = comparison;
        this.statements = statements;
        this.writer = writer;
    }

    /** Writes the lines and counts them. It compares them again if another request writes the same thread meanwhile. */
    void write(Import current, ThreadLines lines) {
        lines.endPages();
        comparison.markRepeated(current, lines);
        writeOrdered(current, lines);
        current.reserve(0);
    }

    private void writeOrdered(Import current, ThreadLines lines) {
        boolean refused =
                current.refused().size() >= MAX_REFUSED || current.refused().contains(lines.threadId);
        Written written = new Written();
        boolean complete = false;
        while (!complete) {
            Optional<ThreadObject> existing = threads.find(current.project(), lines.threadId);
            long lastPosition = existing.isPresent() ? lastPosition(current, lines.threadId) : 0;
            MessageComparison.Result compared =
                    existing.isPresent() ? compare(current, lines, existing.get()) : checkNew(current, lines);
            if (refused || !lines.problems.isEmpty()) {
                refuse(current, lines, existing, compared.equal());
                return;
            }
            if (existing.isPresent()) {
                complete = writer.append(current, lines, compared.firstNew(), lastPosition, written);
            } else {
                ThreadWriter.Batch first = writer.firstBatch(current, lines);
                if (first.end() == lines.messages.size()) {
                    createLater(current, NewThread.of(lines, first.messages()));
                    return;
                }
                complete = writer.create(current, lines, first, written);
            }
        }
        current.report().countWritten(lines, lines.messages.size(), written);
    }

    private static void refuse(Import current, ThreadLines lines, Optional<ThreadObject> existing, long equal) {
        boolean isFirst =
                current.refused().size() >= MAX_REFUSED || current.refused().add(lines.threadId);
        if (lines.threadLine == null) {
            boolean refusesThread = existing.isEmpty() && current.createThreads() && isFirst;
            current.report().threads.refused += refusesThread ? 1 : 0;
        } else if (lines.thread != null
                && existing.filter(lines.thread::equalTo).isPresent()) {
            current.report().threads.skipped++;
        } else {
            current.report().threads.refused++;
        }
        current.report().countRefused(lines, equal);
    }

    private long lastPosition(Import current, String threadId) {
        return database.read(current.project(), () -> statements.lastPosition(current.project(), threadId));
    }

    /** Creates the thread together with others. A large one does not wait for others. */
    private void createLater(Import current, NewThread thread) {
        int messages = thread.messages().size();
        long bytes = thread.lines().bytes;
        for (NewThread waiting : current.newThreads()) {
            messages += waiting.messages().size();
            bytes += waiting.lines().bytes;
        }
        if (messages > ThreadWriter.IN_PARTS.messages()
                || bytes > BYTES_WITHOUT_RESERVATION
                || current.newThreads().size() >= MAX_NEW_THREADS) {
            createNewThreads(current);
        }
        current.newThreads().add(thread);
        if (thread.lines().bytes > BYTES_WITHOUT_RESERVATION) {
            createNewThreads(current);
        }
    }

    /** Creates the threads that wait for it, in one transaction. */
    void createNewThreads(Import current) {
        List<NewThread> newThreads = List.copyOf(current.newThreads());
        current.newThreads().clear();
        if (newThreads.isEmpty()) {
            return;
        }
        Set<String> existing =
                database.transaction(current.project(), () -> statements.insert(current.project(), newThreads));
        Written written = new Written();
        for (NewThread thread : newThreads) {
            if (existing.contains(thread.id())) {
                thread.lines().restore(thread.entries());
                write(current, thread.lines());
            } else {
                written.thread = true;
                written.messages = thread.messages().size();
                current.report().countWritten(thread.lines(), thread.entries().size(), written);
            }
        }
    }

    private MessageComparison.Result compare(Import current, ThreadLines lines, ThreadObject existing) {
        if (lines.thread != null && !lines.thread.equalTo(existing)) {
            Element line = Objects.requireNonNull(lines.threadLine);
            lines.addProblem(line, ImportErrors.threadExists(line, lines.threadId));
        }
        return comparison.compare(current, lines);
    }

    private MessageComparison.Result checkNew(Import current, ThreadLines lines) {
        if (lines.threadLine == null && !current.createThreads()) {
            for (long i = 0; i < lines.messages.size(); i++) {
                Element message = lines.messages.get(i).element();
                lines.addProblem(message, ImportErrors.noThread(message, lines.threadId));
            }
        } else if (lines.first() != null && (lines.threadLine == null || lines.thread != null)) {
            Element first = lines.first();
            if (threads.isForeign(current.project(), lines.threadId)) {
                lines.addProblem(first, ImportErrors.threadExists(first, lines.threadId));
            } else if (lines.thread != null && lines.thread.createdAt() == null && lines.messages.size() == 0) {
                lines.addProblem(first, InvalidInput.missing(ImportErrors.path(first, "created_at")));
            }
        }
        return new MessageComparison.Result(0, 0);
    }
}
