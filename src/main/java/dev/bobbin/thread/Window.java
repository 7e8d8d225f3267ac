package dev.bobbin.thread;

import dev.bobbin.api.PageQuery;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The open interval of positions that a page is taken from. With {@code before} alone the page is what lies nearest to
 * that cursor: its rows are fetched walking away from the cursor and turned round for the answer.
 */
record Window(long low, long high, boolean ascending, boolean turned, int size) {

    static Window of(PageQuery query, Map<String, Long> positions) {
        Long after = position(query.after(), positions);
        Long before = position(query.before(), positions);
        Long low = query.ascending() ? after : before;
        Long high = query.ascending() ? before : after;
        boolean turned = before != null && after == null;
        return new Window(
                low == null ? 0 : low,
                high == null ? Long.MAX_VALUE : high,
                query.ascending() != turned,
                turned,
                query.limit());
    }

    /** The page ends early, though not before its first message, when it would grow beyond so many bytes. */
    MessageRows page(List<MessageRow> rows, long maxBytes) {
        List<MessageRow> shown = new ArrayList<>();
        long bytes = 0;
        for (MessageRow row : rows.subList(0, Math.min(size, rows.size()))) {
            bytes += row.size();
            if (bytes > maxBytes && !shown.isEmpty()) {
                break;
            }
            shown.add(row);
        }
        boolean hasMore = rows.size() > shown.size();
        if (turned) {
            Collections.reverse(shown);
        }
        return new MessageRows(shown, hasMore);
    }

    private static @Nullable Long position(@Nullable String cursor, Map<String, Long> positions) {
        return cursor == null ? null : positions.get(cursor);
    }
}
