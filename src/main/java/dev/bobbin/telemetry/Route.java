package dev.bobbin.telemetry;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Names the method and the route of a request in metrics, logs and traces. All URLs of an endpoint have one name. The
 * number of names is fixed, so that clients cannot create new time series.
 */
final class Route {

    private static final String UNKNOWN = "UNKNOWN";
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    private static final Pattern PREFIX = Pattern.compile("^(/openai)?(/v1)?(?=/(threads|conversations))");
    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+?)Id(:[^/]+)?}");

    /** Route names by URL pattern. There are as many as the controllers have patterns. */
    private static final Map<String, String> NAMES = new ConcurrentHashMap<>();

    private Route() {}

    /** A route such as {@code /threads/{thread_id}/messages}, or {@code UNKNOWN} if no endpoint matches the request. */
    static String of(HttpServletRequest request) {
        Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        return pattern == null ? UNKNOWN : NAMES.computeIfAbsent(pattern.toString(), Route::name);
    }

    /** The HTTP method, or {@code OTHER} for an uncommon one, which the client may have invented. */
    static String methodOf(HttpServletRequest request) {
        return METHODS.contains(request.getMethod()) ? request.getMethod() : "OTHER";
    }

    private static String name(String pattern) {
        return VARIABLE.matcher(PREFIX.matcher(pattern).replaceFirst("")).replaceAll("{$1_id}");
    }
}
