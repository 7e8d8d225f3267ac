package dev.bobbin.transfer;

import dev.bobbin.thread.MessageObject;
import dev.bobbin.transfer.ImportReport.Problem;
import dev.bobbin.transfer.body.BodyScanner;
import dev.bobbin.transfer.body.BodyScanner.Element;
import dev.bobbin.transfer.body.Place;
import dev.bobbin.transfer.request.ImportedMessage;
import dev.bobbin.transfer.request.ImportedThread;
import dev.bobbin.web.error.ApiException;
import dev.bobbin.web.json.JsonInput;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Collects the lines of a body thread by thread. When the next thread begins, the lines of the thread before it are
 * complete.
 */
final class ImportRun implements BodyScanner.Target {

    private final Import current;
    private final ThreadImporter importer;
    private final MessageIndex index;
    private final OwnLines ownLines;
    private @Nullable ThreadLines lines;

    ImportRun(Import current, ThreadImporter importer, MessageIndex index, OwnLines ownLines) {
        this.current = current;
        this.importer = importer;
        this.index = index;
        this.ownLines = ownLines;
    }

    @Override
    public void element(Element element) {
        JsonInput json;
        boolean isThread;
        try {
            json = current.json().apply(element);
            isThread = kind(element, json).equals("thread");
        } catch (ApiException e) {
            if (!e.isInvalidInput()) {
                throw e;
            }
            unreadable(element.place(), e);
            return;
        }
        if (isThread) {
            addThread(element, json);
        } else {
            addMessage(element, json);
        }
    }

    private static String kind(Element element, JsonInput json) {
        JsonInput object = json.required("object");
        if (element.index() >= 0) {
            return object.oneOf("thread", "thread.message");
        }
        String kind = object.oneOf("thread", "thread.message", "list");
        if (kind.equals("list")) {
            throw ImportErrors.invalidPage(json);
        }
        return kind;
    }

    /** An unreadable line belongs to the thread before it. */
    @Override
    public void unreadable(Place begin, ApiException error) {
        if (lines == null) {
            current.report().messages.refused++;
            current.report().add(Problem.of(begin.line(), error));
        } else {
            lines.addInvalid(begin, error);
        }
    }

    private void addThread(Element element, JsonInput json) {
        String threadId;
        try {
            threadId = ImportedThread.id(json);
        } catch (ApiException e) {
            finish();
            current.report().threads.refused++;
            current.report().add(Problem.of(element.line(), e));
            return;
        }
        if (!ownLines.reach(threadId, element)) {
            finish();
            beginWith(element, json, threadId);
        } else if (lines == null || !lines.threadId.equals(threadId)) {
            finish();
            begin(threadId);
        }
    }

    private void beginWith(Element element, JsonInput json, String threadId) {
        ThreadLines begun = begin(threadId);
        begun.threadLine = element;
        try {
            begun.thread = ImportedThread.from(json);
        } catch (ApiException e) {
            begun.addProblem(element, e);
        }
    }

    private void addMessage(Element element, JsonInput json) {
        String threadId = threadId(json);
        ThreadLines target = lines;
        if (threadId != null && (target == null || !target.threadId.equals(threadId))) {
            finish();
            target = beginWithMessage(element, threadId);
        }
        try {
            MessageObject message = ImportedMessage.from(json);
            if (target != null) {
                target.add(element, message);
            }
        } catch (ApiException e) {
            unreadable(element.place(), e);
        }
    }

    private ThreadLines beginWithMessage(Element message, String threadId) {
        Element line = ownLines.take(threadId);
        if (line == null) {
            return begin(threadId);
        }
        beginWith(line, current.json().apply(line), threadId);
        current.parsing().reserve(message.bytes());
        return Objects.requireNonNull(lines);
    }

    private static @Nullable String threadId(JsonInput json) {
        try {
            return ImportedMessage.threadId(json);
        } catch (ApiException e) {
            return null;
        }
    }

    private ThreadLines begin(String threadId) {
        if (current.newThreads().stream().anyMatch(thread -> thread.id().equals(threadId))) {
            importer.createNewThreads(current);
        }
        ThreadLines begun = new ThreadLines(threadId, index);
        lines = begun;
        return begun;
    }

    /** Writes the lines of the thread that has been read. */
    void finish() {
        ThreadLines complete = lines;
        lines = null;
        if (complete != null) {
            importer.write(current, complete);
        }
    }
}
