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
import org.springframework.transaction.HeuristicCompletionException;

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
        return whole(memory, query.limit() + 1, () -> messages.list(project, threadId, query, memory.bytesPerPage()));
    }

    MessageObject retrieve(MemoryShare memory, Project project, String threadId, String id) {
        return whole(memory, 1, () -> page(messages.retrieve(project, threadId, id)))
                .data()
                .get(0);
    }

    /** When the change is made, a failure to answer must not look as if it was not. */
    MessageObject modify(
            MemoryShare memory, Project project, String threadId, String id, ModifyMessageRequest request) {
        while (true) {
            MessageRow modified = messages.modify(project, threadId, id, request);
            try {
                Optional<ListPage<MessageObject>> whole = complete(memory, page(modified));
                if (whole.isPresent()) {
                    return whole.get().data().get(0);
                }
            } catch (RuntimeException e) {
                throw new HeuristicCompletionException(HeuristicCompletionException.STATE_COMMITTED, e);
            }
        }
    }

    /** Reads again if a message is deleted between its row and its large parts. */
    private ListPage<MessageObject> whole(MemoryShare memory, int rows, Supplier<ListPage<MessageRow>> read) {
        while (true) {
            memory.reserve((long) rows * MemoryShare.SMALL);
            Optional<ListPage<MessageObject>> whole = complete(memory, read.get());
            if (whole.isPresent()) {
                return whole.get();
            }
        }
    }

    private Optional<ListPage<MessageObject>> complete(MemoryShare memory, ListPage<MessageRow> page) {
        memory.reserve(page.data().stream().mapToLong(MessageRow::size).sum());
        List<MessageRow> large =
                page.data().stream().filter(row -> !row.isWhole()).toList();
        if (large.isEmpty()) {
            return Optional.of(page.map(row -> row.toObject(Map.of())));
        }
        List<String> ids = large.stream().map(MessageRow::id).toList();
        Map<String, LargeParts> parts =
                messages.largeParts(large.get(0).threadId(), ids).stream().collect(toMap(LargeParts::id, part -> part));
        return parts.size() == large.size() ? Optional.of(page.map(row -> row.toObject(parts))) : Optional.empty();
    }

    private static ListPage<MessageRow> page(MessageRow row) {
        return ListPage.of(List.of(row), MessageRow::id, false);
    }
}
