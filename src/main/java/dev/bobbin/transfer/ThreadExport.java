package dev.bobbin.transfer;

import dev.bobbin.sequence.OwnerDeletedException;
import dev.bobbin.sequence.OwnerList;
import dev.bobbin.sequence.SequenceWalk;
import dev.bobbin.thread.NotFound;
import dev.bobbin.thread.PositionedMessage;
import dev.bobbin.thread.ThreadObject;
import dev.bobbin.web.error.ApiException;
import dev.bobbin.web.json.JsonLines;
import dev.bobbin.web.limit.MemoryReservation;
import dev.bobbin.web.page.ListPage;
import dev.bobbin.web.page.MetadataFilter;
import dev.bobbin.web.page.PageQuery;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Writes threads, each with its messages, as the API shows them. */
@Service
class ThreadExport {

    /** Threads that are in memory at once while their messages are written. */
    private static final int PAGE_SIZE = 20;

    private final OwnerList<ThreadObject> threads;
    private final SequenceWalk<PositionedMessage> messages;
    private final TransferMetrics metrics;

    ThreadExport(OwnerList<ThreadObject> threads, SequenceWalk<PositionedMessage> messages, TransferMetrics metrics) {
        this.threads = threads;
        this.messages = messages;
        this.metrics = metrics;
    }

    ThreadObject find(String project, String threadId) {
        return threads.find(project, threadId).orElseThrow(() -> NotFound.thread(threadId));
    }

    /** Writes the threads that match a filter, the oldest first. */
    void writeAll(String project, MetadataFilter filter, JsonLines.Writer lines, MemoryReservation memory)
            throws IOException {
        ListPage<ThreadObject> page = list(project, null, filter, memory);
        while (page.lastId() != null) {
            for (ThreadObject thread : page.data()) {
                write(project, thread, lines, memory);
            }
            page = list(project, page.lastId(), filter, memory);
        }
    }

    private ListPage<ThreadObject> list(
            String project, @Nullable String after, MetadataFilter filter, MemoryReservation memory) {
        return threads.list(project, new PageQuery(PAGE_SIZE, true, after, null, null), filter, memory);
    }

    /**
     * Writes a thread and then the messages that it has when the export reaches it.
     *
     * @return false, without having written a line, if the thread has been deleted
     */
    boolean write(String project, ThreadObject thread, JsonLines.Writer lines, MemoryReservation memory)
            throws IOException {
        Target target = new Target(thread, lines);
        try {
            messages.walk(project, thread.id(), memory, target);
            target.begin();
            return true;
        } catch (OwnerDeletedException e) {
            if (target.begun) {
                throw ApiException.unavailable(
                        "Thread '" + thread.id() + "' was deleted during the export. Please try again.",
                        Duration.ofSeconds(1));
            }
            return false;
        }
    }

    /** Writes the thread before its first message, which shows that the thread still exists. */
    private final class Target implements SequenceWalk.Target<PositionedMessage> {

        private final ThreadObject thread;
        private final JsonLines.Writer lines;
        private boolean begun;

        Target(ThreadObject thread, JsonLines.Writer lines) {
            this.thread = thread;
            this.lines = lines;
        }

        @Override
        public void accept(PositionedMessage message) throws IOException {
            begin();
            lines.write(message);
            metrics.messageExported();
        }

        void begin() throws IOException {
            if (!begun) {
                lines.write(thread);
                begun = true;
                metrics.threadExported();
            }
        }
    }
}
