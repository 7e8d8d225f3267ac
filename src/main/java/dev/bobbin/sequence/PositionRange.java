package dev.bobbin.sequence;

import dev.bobbin.web.page.PageQuery;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The open interval of positions that a page is read from. With {@code before} alone, the page consists of the elements
 * nearest to that cursor: the query walks away from the cursor, and the page reverses the rows.
 *
 * @param low the lower bound, which the range excludes; null for none
 * @param high the upper bound, which the range excludes; null for none
 * @param ascending the direction of the query
 * @param reversed whether the page shows the rows in the opposite order
 * @param size the maximum number of elements on the page
 */
record PositionRange<P>(@Nullable P low, @Nullable P high, boolean ascending, boolean reversed, int size) {

    static <P> PositionRange<P> of(PageQuery query, Map<String, P> positions) {
        P after = position(query.after(), positions);
        P before = position(query.before(), positions);
        P low = query.ascending() ? after : before;
        P high = query.ascending() ? before : after;
        boolean reversed = before != null && after == null;
        return new PositionRange<>(low, high, query.ascending() != reversed, reversed, query.limit());
    }

    /**
     * The page of the rows that the query returned. It ends early, but not before its first element, when it would
     * exceed {@code maxBytes}.
     */
    <T> SequencePage<T> page(List<SequenceRow<T>> rows, long maxBytes) {
        List<SequenceRow<T>> shown = new ArrayList<>();
        long bytes = 0;
        for (SequenceRow<T> row : rows.subList(0, Math.min(size, rows.size()))) {
            bytes += row.size();
            if (bytes > maxBytes && !shown.isEmpty()) {
                break;
            }
            shown.add(row);
        }
        boolean hasMore = rows.size() > shown.size();
        if (reversed) {
            Collections.reverse(shown);
        }
        return new SequencePage<>(shown, hasMore);
    }

    private static <P> @Nullable P position(@Nullable String cursor, Map<String, P> positions) {
        return cursor == null ? null : positions.get(cursor);
    }
}
