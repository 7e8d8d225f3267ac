package dev.bobbin.thread;

import static java.util.stream.Collectors.toMap;

import dev.bobbin.api.ApiException;
import dev.bobbin.api.PageQuery;
import dev.bobbin.project.Project;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Finds the messages of a thread. The thread must be the project's own, or it might as well not exist. Every statement
 * sees what is committed when it begins, in a transaction or without one.
 */
@Component
class MessageQueries {

    private final MessageReader messages;

    MessageQueries(MessageReader messages) {
        this.messages = messages;
    }

    MessageRows list(Project project, String threadId, PageQuery query, long maxBytes) {
        Window window = Window.of(query, positions(project, threadId, query.cursors()));
        List<MessageRow> rows = query.runId() == null ? messages.find(project.name(), threadId, window) : List.of();
        // Asked only when it matters, and after the rows: no thread that is being deleted can look like an empty one.
        if (rows.isEmpty()) {
            requireThread(project, threadId);
        }
        return window.page(rows, maxBytes);
    }

    MessageRow retrieve(Project project, String threadId, String id) {
        return messages.find(project.name(), threadId, id).orElseThrow(() -> {
            requireThread(project, threadId);
            return ApiException.noSuchMessage(id);
        });
    }

    /** What is left out of large messages; nothing of those that are gone. */
    List<LargeParts> largeParts(String threadId, List<String> ids) {
        return messages.findLargeParts(threadId, ids);
    }

    private void requireThread(Project project, String threadId) {
        if (!messages.hasThread(project.name(), threadId)) {
            throw ApiException.noSuchThread(threadId);
        }
    }

    private Map<String, Long> positions(Project project, String threadId, List<String> cursors) {
        if (cursors.isEmpty()) {
            return Map.of();
        }
        Map<String, Long> positions =
                messages.findCursors(threadId, cursors).stream().collect(toMap(Cursor::id, Cursor::position));
        cursors.stream()
                .filter(cursor -> !positions.containsKey(cursor))
                .findFirst()
                .ifPresent(unknown -> {
                    requireThread(project, threadId);
                    throw ApiException.noSuchMessage(unknown);
                });
        return positions;
    }
}
