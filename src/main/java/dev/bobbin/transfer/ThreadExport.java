package dev.bobbin.transfer;

import dev.bobbin.sequence.OwnerList;
import dev.bobbin.sequence.SequenceWalk;
import dev.bobbin.thread.NotFound;
import dev.bobbin.thread.PositionedMessage;
import dev.bobbin.thread.ThreadObject;
import dev.bobbin.web.json.JsonLines;
import dev.bobbin.web.limit.MemoryReservation;
import dev.bobbin.web.page.ListPage;
import dev.bobbin.web.page.MetadataFilter;
import dev.bobbin.web.page.PageQuery;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Writes threads, each with its messages, as the API shows them. */
@Service
class ThreadExport {

    /** Threads that are in memory at once while their messages are written. */
    private static final int PAGE_SIZE = 20;

    private final OwnerList<ThreadObject> threads;
    private final SequenceWalk<PositionedMessage> messages;

    ThreadExport(OwnerList<ThreadObject> threads, SequenceWalk<PositionedMessage> messages) {
        this.threads = threads;
        this.messages = messages;
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

    /** Writes a thread and then the messages that it has when the export reaches it. */
    void write(String project, ThreadObject thread, JsonLines.Writer lines, MemoryReservation memory)
            throws IOException {
        lines.write(thread);
        messages.walk(project, thread.id(), memory, lines::write);
    }
}
