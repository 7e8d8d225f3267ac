package dev.bobbin.web.page;

import dev.bobbin.web.error.IntegerRange;
import dev.bobbin.web.error.InvalidInput;
import dev.bobbin.web.id.ObjectId;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * The page of a list that a client requests. In the requested order, the page follows the object {@code after} and
 * precedes the object {@code before}, and contains neither. With both cursors, it contains objects between the two.
 */
public record PageQuery(
        int limit,
        boolean ascending,
        @Nullable String after,
        @Nullable String before,
        @Nullable String runId) {

    private static final int DEFAULT_LIMIT = 20;
    private static final int MAX_LIMIT = 100;

    /**
     * Parses a query string. An empty parameter counts as absent. Of a repeated parameter, the first value counts.
     * Unknown parameters are ignored, even malformed ones, which Tomcat's own parser would not accept.
     */
    public static PageQuery of(@Nullable String queryString, String idPrefix) {
        Map<String, String> query = UriComponentsBuilder.newInstance()
                .query(Objects.requireNonNullElse(queryString, ""))
                .build()
                .getQueryParams()
                .toSingleValueMap();
        String after = cursor(query, "after", idPrefix);
        String before = cursor(query, "before", idPrefix);
        return new PageQuery(limit(query), ascending(query), after, before, value(query, "run_id"));
    }

    /** The ids in {@code after} and {@code before}: none, one or two. */
    public List<String> cursors() {
        return Stream.of(after, before).filter(Objects::nonNull).toList();
    }

    private static @Nullable String cursor(Map<String, String> query, String name, String idPrefix) {
        String id = value(query, name);
        return id == null ? null : ObjectId.check(name, id, idPrefix);
    }

    private static int limit(Map<String, String> query) {
        String limit = value(query, "limit");
        if (limit == null) {
            return DEFAULT_LIMIT;
        }
        if (!limit.matches("-?[0-9]+")) {
            throw InvalidInput.notAnInteger("limit");
        }
        return IntegerRange.check("limit", new BigInteger(limit), 1, MAX_LIMIT);
    }

    private static boolean ascending(Map<String, String> query) {
        String order = value(query, "order");
        if (order == null || order.equals("desc")) {
            return false;
        }
        if (!order.equals("asc")) {
            throw InvalidInput.unsupported("order", order, "asc", "desc");
        }
        return true;
    }

    private static @Nullable String value(Map<String, String> query, String name) {
        String value = query.get(name);
        return value == null || value.isEmpty() ? null : decoded(value);
    }

    /** Returns a value with a malformed escape unchanged. It is then reported as an invalid id or number. */
    private static String decoded(String value) {
        try {
            return StringUtils.uriDecode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return value;
        }
    }
}
