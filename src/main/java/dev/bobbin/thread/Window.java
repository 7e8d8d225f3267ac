package dev.bobbin.thread;

import dev.bobbin.api.ListPage;
import dev.bobbin.api.PageQuery;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Sort;

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

    /** The columns of the index, both: H2 would sort the whole thread if the constant one were left out. */
    Sort order() {
        return Sort.by(ascending ? Sort.Direction.ASC : Sort.Direction.DESC, "threadId", "position");
    }

    /** One row more than the page shows: the surplus tells that there are more. */
    Limit limit() {
        return Limit.of(size + 1);
    }

    ListPage<MessageObject> page(List<MessageObject> rows) {
        List<MessageObject> shown = new ArrayList<>(rows.subList(0, Math.min(size, rows.size())));
        if (turned) {
            Collections.reverse(shown);
        }
        return ListPage.of(shown, MessageObject::id, rows.size() > size);
    }

    private static @Nullable Long position(@Nullable String cursor, Map<String, Long> positions) {
        return cursor == null ? null : positions.get(cursor);
    }
}
