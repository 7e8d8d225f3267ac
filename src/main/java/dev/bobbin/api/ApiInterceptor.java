package dev.bobbin.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/** What holds for every call, after its route is found and before its body is read. */
@Component
class ApiInterceptor implements HandlerInterceptor {

    private static final String BETA_HEADER = "OpenAI-Beta";
    private static final Set<String> VERSIONS = Set.of("v1", "v2");

    /** The names of the request attributes that hold a {@link MemoryShare}. */
    static final String BODY_MEMORY = "bodyMemory";

    static final String ANSWER_MEMORY = "answerMemory";

    private static final long HEAP = Runtime.getRuntime().maxMemory();

    /**
     * A body is there as bytes, as text, as a tree and as the JSON that is stored, and then in the pages and buffers of the
     * database, a part of it in one piece; text may take two bytes a character. Less is not enough for a heap of 256 MB.
     */
    private static final int HEAP_PER_BYTE_OF_A_BODY = 24;

    /** What has been read of bodies that wait is in nobody's budget. This bounds it to an eighth of the heap or so. */
    private static final int MAX_WAITING_BODIES =
            (int) Math.min(Integer.MAX_VALUE, HEAP / 8 / RequestBody.BYTES_WHILE_WAITING);

    /** An answer is there as the database sent it and as text. */
    private static final int HEAP_PER_BYTE_OF_AN_ANSWER = 4;

    private final ApiProperties properties;
    private final MemoryBudget bodies;
    private final MemoryBudget answers;

    ApiInterceptor(ApiProperties properties) {
        this.properties = properties;
        long maxPageBytes = properties.maxPageSize().toBytes();
        this.bodies = new MemoryBudget(HEAP / 2, HEAP_PER_BYTE_OF_A_BODY, MAX_WAITING_BODIES, maxPageBytes);
        this.answers = new MemoryBudget(HEAP / 4, HEAP_PER_BYTE_OF_AN_ANSWER, Integer.MAX_VALUE, maxPageBytes);
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (!(handler instanceof HandlerMethod method
                && method.getBeanType().isAnnotationPresent(ApiController.class))) {
            return true;
        }
        // Spring cuts ";…" off each segment: "thread_abc;x" would be answered with what belongs to "thread_abc".
        if (request.getRequestURI().contains(";")) {
            throw ApiException.noSuchUrl(request);
        }
        if (properties.requireBetaHeader()) {
            requireBeta(request.getHeader(BETA_HEADER));
        }
        request.setAttribute(BODY_MEMORY, bodies.open());
        request.setAttribute(ANSWER_MEMORY, answers.open());
        return true;
    }

    @Override
    public void afterCompletion(
            HttpServletRequest request, HttpServletResponse response, Object handler, @Nullable Exception failure) {
        for (String name : List.of(BODY_MEMORY, ANSWER_MEMORY)) {
            if (request.getAttribute(name) instanceof MemoryShare share) {
                share.close();
            }
        }
    }

    private static void requireBeta(@Nullable String header) {
        if (header == null || header.isBlank()) {
            throw invalidBeta(
                    "You must provide the 'OpenAI-Beta' header to access the Assistants API. Please try again by "
                            + "setting the header 'OpenAI-Beta: assistants=v2'.");
        }
        for (String beta : header.split(",", -1)) {
            String[] parts = beta.strip().split("=", 2);
            if (parts.length < 2) {
                throw invalidBeta("Invalid beta header provided: '" + Text.abbreviate(beta.strip())
                        + "'. The header should be in the format 'OpenAI-Beta: example_beta=v1'.");
            }
            if (!parts[0].equals("assistants")) {
                throw invalidBeta("Unknown beta requested: '" + Text.abbreviate(parts[0]) + "'.");
            }
            if (!VERSIONS.contains(parts[1])) {
                throw invalidBeta("Unknown beta requested: '" + Text.abbreviate(beta.strip()) + "'.");
            }
        }
    }

    private static ApiException invalidBeta(String message) {
        return ApiException.badRequest(null, "invalid_beta", message);
    }
}
