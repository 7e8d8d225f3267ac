package dev.bobbin.web.filter;

import dev.bobbin.web.ApiCalls;
import dev.bobbin.web.CodePoints;
import dev.bobbin.web.error.ApiException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Checks the path and the beta header of each API request, before the server reads its body. */
@Component
@EnableConfigurationProperties(ApiProperties.class)
class CallInterceptor implements HandlerInterceptor, WebMvcConfigurer {

    private static final String BETA_HEADER = "OpenAI-Beta";
    private static final Set<String> VERSIONS = Set.of("v1", "v2");

    private final ApiProperties properties;

    CallInterceptor(ApiProperties properties) {
        this.properties = properties;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this);
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (ApiCalls.isCall(handler)) {
            rejectPathParameters(request);
            if (properties.requireBetaHeader() && ApiCalls.isBeta(handler)) {
                requireBeta(request.getHeader(BETA_HEADER));
            }
        }
        return true;
    }

    /** Spring cuts {@code ;…} off each path segment, so "thread_abc;x" would reach the thread "thread_abc". */
    private static void rejectPathParameters(HttpServletRequest request) {
        if (request.getRequestURI().contains(";")) {
            throw ApiException.noSuchUrl(request);
        }
    }

    private static void requireBeta(@Nullable String header) {
        if (header == null || header.isBlank()) {
            throw invalidBeta(
                    "You must provide the 'OpenAI-Beta' header to access the Assistants API. Please try again by "
                            + "setting the header 'OpenAI-Beta: assistants=v2'.");
        }
        for (String beta : header.split(",", -1)) {
            requireAssistants(beta.strip());
        }
    }

    private static void requireAssistants(String beta) {
        String[] parts = beta.split("=", 2);
        if (parts.length < 2) {
            throw invalidBeta("Invalid beta header provided: '" + CodePoints.abbreviate(beta)
                    + "'. The header should be in the format 'OpenAI-Beta: example_beta=v1'.");
        }
        if (!parts[0].equals("assistants")) {
            throw invalidBeta("Unknown beta requested: '" + CodePoints.abbreviate(parts[0]) + "'.");
        }
        if (!VERSIONS.contains(parts[1])) {
            throw invalidBeta("Unknown beta requested: '" + CodePoints.abbreviate(beta) + "'.");
        }
    }

    private static ApiException invalidBeta(String message) {
        return ApiException.badRequest(null, "invalid_beta", message);
    }
}
