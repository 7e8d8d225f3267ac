package dev.bobbin.thread;

import static java.util.stream.Collectors.toMap;

import dev.bobbin.api.ListPage;
import dev.bobbin.api.MemoryShare;
import dev.bobbin.api.PageQuery;
import dev.bobbin.project.Project;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/**
 * Answers messages that may be large when there is memory for them. It waits outside of transactions, so that nobody
 * waits for it with a lock or a connection in hand.
 */
@Component
class WholeMessages {

    private final MessageService messages;

    WholeMessages(MessageService messages) {
        this.messages = messages;
    }

    ListPage<MessageObject> list(MemoryShare memory, Project project, String threadId, PageQuery query) {
        return whole(memory, query.limit(), () -> messages.list(project, threadId, query, memory.bytesPerPage()));
    }

    MessageObject retrieve(MemoryShare memory, Project project, String threadId, String id) {
        return one(memory, () -> messages.retrieve(project, threadId, id));
    }

    MessageObject modify(
            MemoryShare memory, Project project, String threadId, String id, ModifyMessageRequest request) {
        return one(memory, () -> messages.modify(project, threadId, id, request));
    }

    private MessageObject one(MemoryShare memory, Supplier<MessageRow> read) {
        return whole(memory, 1, () -> ListPage.of(List.of(read.get()), MessageRow::id, false))
                .data()
                .get(0);
    }

    /** Reads again if a message is deleted between its row and its large parts. */
    private ListPage<MessageObject> whole(MemoryShare memory, int limit, Supplier<ListPage<MessageRow>> read) {
        while (true) {
            memory.reserveForAnswer((long) limit * MessageRow.LARGE);
            ListPage<MessageRow> page = read.get();
            memory.reserveForAnswer(
                    page.data().stream().mapToLong(MessageRow::size).sum());
            Optional<ListPage<MessageObject>> whole = whole(page);
            if (whole.isPresent()) {
                return whole.get();
            }
        }
    }

    private Optional<ListPage<MessageObject>> whole(ListPage<MessageRow> page) {
        List<MessageRow> large =
                page.data().stream().filter(row -> !row.isWhole()).toList();
        if (large.isEmpty()) {
            return Optional.of(page.map(row -> row.toObject(Map.of())));
        }
        Map<String, LargeParts> parts =
                messages
                        .largeParts(
                                large.get(0).threadId(),
                                large.stream().map(MessageRow::id).toList())
                        .stream()
                        .collect(toMap(LargeParts::id, part -> part));
        return parts.size() == large.size() ? Optional.of(page.map(row -> row.toObject(parts))) : Optional.empty();
    }
}
