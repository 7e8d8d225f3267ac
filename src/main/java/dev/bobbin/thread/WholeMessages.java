package dev.bobbin.thread;

import static java.util.stream.Collectors.toMap;

import dev.bobbin.api.ListPage;
import dev.bobbin.api.MemoryShare;
import dev.bobbin.api.PageQuery;
import dev.bobbin.project.Project;
import dev.bobbin.storage.AutoCommit;
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
    private final MessageQueries queries;
    private final AutoCommit autoCommit;

    WholeMessages(MessageService messages, MessageQueries queries, AutoCommit autoCommit) {
        this.messages = messages;
        this.queries = queries;
        this.autoCommit = autoCommit;
    }

    ListPage<MessageObject> list(MemoryShare memory, Project project, String threadId, PageQuery query) {
        return whole(memory, query.limit() + 1, () -> queries.list(project, threadId, query, memory.bytesPerPage()));
    }

    MessageObject retrieve(MemoryShare memory, Project project, String threadId, String id) {
        return whole(memory, 1, () -> new MessageRows(List.of(queries.retrieve(project, threadId, id)), false))
                .data()
                .get(0);
    }

    /** When the change is made, a failure to answer must not look as if it was not. */
    MessageObject modify(
            MemoryShare memory, Project project, String threadId, String id, ModifyMessageRequest request) {
        while (true) {
            MessageRow modified = messages.modify(project, threadId, id, request);
            try {
                Optional<List<MessageObject>> whole = complete(memory, List.of(modified));
                if (whole.isPresent()) {
                    return whole.get().get(0);
                }
            } catch (RuntimeException e) {
                throw new HeuristicCompletionException(HeuristicCompletionException.STATE_COMMITTED, e);
            }
        }
    }

    /** Reads again if a message is deleted between its row and its large parts. */
    private ListPage<MessageObject> whole(MemoryShare memory, int maxRows, Supplier<MessageRows> read) {
        while (true) {
            memory.reserve((long) maxRows * MemoryShare.SMALL);
            MessageRows rows = autoCommit.read(read);
            Optional<List<MessageObject>> whole = complete(memory, rows.shown());
            if (whole.isPresent()) {
                return ListPage.of(whole.get(), MessageObject::id, rows.hasMore());
            }
        }
    }

    private Optional<List<MessageObject>> complete(MemoryShare memory, List<MessageRow> rows) {
        memory.reserve(rows.stream().mapToLong(MessageRow::size).sum());
        List<MessageRow> large = rows.stream().filter(row -> !row.isWhole()).toList();
        if (large.isEmpty()) {
            return Optional.of(objects(rows, Map.of()));
        }
        List<String> ids = large.stream().map(MessageRow::id).toList();
        Map<String, LargeParts> parts = autoCommit
                .read(() -> queries.largeParts(large.get(0).threadId(), ids))
                .stream()
                .collect(toMap(LargeParts::id, part -> part));
        return parts.size() == large.size() ? Optional.of(objects(rows, parts)) : Optional.empty();
    }

    private static List<MessageObject> objects(List<MessageRow> rows, Map<String, LargeParts> parts) {
        return rows.stream().map(row -> row.toObject(parts)).toList();
    }
}
