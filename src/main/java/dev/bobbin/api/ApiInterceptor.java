package dev.bobbin.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
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

    private final ApiProperties properties;
    private final MemoryBudget memory;

    ApiInterceptor(ApiProperties properties, MemoryBudget memory) {
        this.properties = properties;
        this.memory = memory;
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
        request.setAttribute(MemoryShare.ATTRIBUTE, memory.open());
        return true;
    }

    @Override
    public void afterCompletion(
            HttpServletRequest request, HttpServletResponse response, Object handler, @Nullable Exception failure) {
        if (request.getAttribute(MemoryShare.ATTRIBUTE) instanceof MemoryShare share) {
            share.close();
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
