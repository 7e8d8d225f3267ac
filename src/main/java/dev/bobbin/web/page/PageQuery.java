package dev.bobbin.web.page;

import dev.bobbin.web.error.IntegerRange;
import dev.bobbin.web.error.InvalidInput;
import dev.bobbin.web.id.ObjectId;
import java.math.BigInteger;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The page of a list that a client requests. In the requested order, the page follows the object {@code after} and
 * precedes the object {@code before}, and contains neither. With both cursors, it contains objects between the two.
 *
 * @param selection the id of a run or an agent; null if the client asks for the objects of all of them
 */
public record PageQuery(
        int limit,
        boolean ascending,
        @Nullable String after,
        @Nullable String before,
        @Nullable String selection) {

    private static final int DEFAULT_LIMIT = 20;
    private static final int MAX_LIMIT = 100;

    /**
     * Parses a query string. An empty parameter counts as absent. Of a repeated parameter, the first value counts.
     * Unknown parameters are ignored, even malformed ones, which Tomcat's own parser would not accept.
     *
     * @param selectors parameters with the id of a run or an agent
     */
    public static PageQuery of(@Nullable String queryString, String idPrefix, String... selectors) {
        QueryParameters query = QueryParameters.of(queryString);
        checkCursor("after", query, idPrefix);
        checkCursor("before", query, idPrefix);
        return of(
                query,
                Stream.of(selectors)
                        .map(query::value)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null));
    }

    /** Parses a query string whose cursors can be any ids. */
    public static PageQuery withAnyCursor(@Nullable String queryString) {
        return of(QueryParameters.of(queryString), null);
    }

    private static PageQuery of(QueryParameters query, @Nullable String selection) {
        return new PageQuery(limit(query), ascending(query), query.value("after"), query.value("before"), selection);
    }

    /** The ids in {@code after} and {@code before}: none, one or two. */
    public List<String> cursors() {
        return Stream.of(after, before).filter(Objects::nonNull).toList();
    }

    private static void checkCursor(String name, QueryParameters query, String idPrefix) {
        String id = query.value(name);
        if (id != null) {
            ObjectId.check(name, id, idPrefix);
        }
    }

    private static int limit(QueryParameters query) {
        String limit = query.value("limit");
        if (limit == null) {
            return DEFAULT_LIMIT;
        }
        if (!limit.matches("-?[0-9]+")) {
            throw InvalidInput.notAnInteger("limit");
        }
        return IntegerRange.check("limit", new BigInteger(limit), 1, MAX_LIMIT);
    }

    private static boolean ascending(QueryParameters query) {
        String order = query.value("order");
        if (order == null || order.equals("desc")) {
            return false;
        }
        if (!order.equals("asc")) {
            throw InvalidInput.unsupported("order", order, "asc", "desc");
        }
        return true;
    }
}
