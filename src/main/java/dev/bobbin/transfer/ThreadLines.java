package dev.bobbin.transfer;

import dev.bobbin.thread.MessageObject;
import dev.bobbin.transfer.MessageIndex.Entry;
import dev.bobbin.transfer.body.BodyScanner.Element;
import dev.bobbin.transfer.body.Place;
import dev.bobbin.transfer.request.ImportedThread;
import dev.bobbin.web.Sha256;
import dev.bobbin.web.error.ApiException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** The lines of one thread that stand together in a body: perhaps the thread itself, and then its messages. */
final class ThreadLines {

    final String threadId;
    final MessageIndex messages;
    final ProblemList problems = new ProblemList();

    /** The thread's own line, if it is valid. */
    @Nullable
    ImportedThread thread;

    /** The thread's own line, valid or not; null if there are only messages. */
    @Nullable
    Element threadLine;

    /** The number of lines that are no valid messages of this thread. */
    long invalid;

    /** The total size of the messages in the body. */
    long bytes;

    long oldest = Long.MAX_VALUE;

    /** The first message of the page, or of several pages in a row, that is being read; -1 if none is. */
    private long firstOfPages = -1;

    private long lastDate;
    private boolean rises;
    private boolean falls;

    ThreadLines(String threadId, MessageIndex messages) {
        this.threadId = threadId;
        this.messages = messages;
        messages.clear();
    }

    void add(Element element, MessageObject message) {
        if (element.index() < 0) {
            endPages();
        } else if (firstOfPages < 0) {
            firstOfPages = messages.size();
        } else {
            compareDates(element, message.createdAt());
        }
        lastDate = message.createdAt();
        oldest = Math.min(oldest, lastDate);
        bytes += element.bytes();
        messages.add(new Entry(element, hash(message.id()), false));
    }

    private void compareDates(Element element, long date) {
        boolean risesNow = rises || date > lastDate;
        boolean fallsNow = falls || date < lastDate;
        if (risesNow && fallsNow) {
            addProblem(
                    element,
                    ApiException.badRequest(
                            element.path() + ".created_at",
                            "invalid_value",
                            "The messages of a page must be in the order of their dates, newest or oldest first."));
            return;
        }
        rises = risesNow;
        falls = fallsNow;
    }

    /** Ends a sequence of pages. The API lists the newest message first, so that is the order unless dates rise. */
    void endPages() {
        if (firstOfPages >= 0 && !rises) {
            messages.reverse(firstOfPages);
        }
        firstOfPages = -1;
        rises = false;
        falls = false;
    }

    void addInvalid(Place begin, ApiException error) {
        invalid++;
        problems.add(begin, error);
    }

    void addProblem(Element element, ApiException error) {
        problems.add(element.place(), error);
    }

    List<Entry> entries() {
        return LongStream.range(0, messages.size()).mapToObj(messages::get).toList();
    }

    /** Restores the messages after the index has been used for another thread. */
    void restore(List<Entry> entries) {
        messages.clear();
        entries.forEach(messages::add);
    }

    ImportedThread threadToCreate() {
        return thread == null ? ImportedThread.withoutLine(threadId) : thread;
    }

    long dateToCreate() {
        return thread == null || thread.createdAt() == null ? oldest : thread.createdAt();
    }

    /** The thread's line, or else its first message; null if there is no valid line. */
    @Nullable
    Element first() {
        if (threadLine != null) {
            return threadLine;
        }
        return messages.size() == 0 ? null : messages.get(0).element();
    }

    private static long hash(String id) {
        return ByteBuffer.wrap(Sha256.digest(id.getBytes(StandardCharsets.US_ASCII)))
                .getLong();
    }
}
