package dev.bobbin.telemetry;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.springframework.web.servlet.HandlerMapping;

/** What a request asked for, as metrics and logs name it: one name for all addresses of a call, and nothing that clients invent. */
final class Route {

    private static final String UNKNOWN = "UNKNOWN";
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    private static final Pattern PREFIX = Pattern.compile("^(/openai)?(/v1)?(?=/threads)");
    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+?)Id(:[^/]+)?}");

    /** As many as there are patterns in the controllers. */
    private static final Map<String, String> NAMES = new ConcurrentHashMap<>();

    private Route() {}

    /** Such as {@code /threads/{thread_id}/messages}; {@code UNKNOWN} if the request came to no call. */
    static String of(HttpServletRequest request) {
        Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        return pattern == null ? UNKNOWN : NAMES.computeIfAbsent(pattern.toString(), Route::name);
    }

    /** {@code OTHER} for those that HTTP does not know. */
    static String methodOf(HttpServletRequest request) {
        return METHODS.contains(request.getMethod()) ? request.getMethod() : "OTHER";
    }

    private static String name(String pattern) {
        return VARIABLE.matcher(PREFIX.matcher(pattern).replaceFirst("")).replaceAll("{$1_id}");
    }
}
