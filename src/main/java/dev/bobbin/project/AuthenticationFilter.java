package dev.bobbin.project;

import dev.bobbin.api.ApiException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.util.ServletRequestPathUtils;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Finds out whose request it is before anything else is found out about it. Every address needs a key but the few named
 * here, which tell nothing of any project; what tells of the server needs the operator's.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
class AuthenticationFilter extends HttpFilter {

    private static final String PROJECT = Project.class.getName();
    private static final List<PathPattern> OPEN = patterns(
            "/",
            "/swagger-ui.html",
            "/swagger-ui/**",
            "/v3/api-docs.yaml",
            "/v3/api-docs/**",
            "/actuator/health",
            "/actuator/health/liveness",
            "/actuator/health/readiness");
    private static final List<PathPattern> OPERATORS = patterns("/actuator/**");

    private final ApiKeys keys;
    private final KeyAttempts attempts;
    private final LocalRequests localRequests;
    private final HandlerExceptionResolver errors;

    AuthenticationFilter(
            ApiKeys keys,
            KeyAttempts attempts,
            LocalRequests localRequests,
            @Qualifier("handlerExceptionResolver") HandlerExceptionResolver errors) {
        this.keys = keys;
        this.attempts = attempts;
        this.localRequests = localRequests;
        this.errors = errors;
    }

    /** The project that a request has been let in for; none where none is needed. */
    static @Nullable Project projectOf(HttpServletRequest request) {
        return (Project) request.getAttribute(PROJECT);
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            letIn(request);
        } catch (ApiException e) {
            errors.resolveException(request, response, null, e);
            return;
        }
        chain.doFilter(request, response);
    }

    private void letIn(HttpServletRequest request) {
        if (isAmong(OPEN, request)) {
            return;
        }
        if (isAmong(OPERATORS, request)) {
            require(request, key -> Optional.of(key).filter(keys::isAdmin));
        } else {
            request.setAttribute(PROJECT, authenticate(request));
        }
    }

    private Project authenticate(HttpServletRequest request) {
        if (keys.isEmpty()) {
            return authenticateWithoutKeys(request);
        }
        return require(request, keys::projectOf);
    }

    private Project authenticateWithoutKeys(HttpServletRequest request) {
        if (!localRequests.isLocal(request)) {
            throw ApiException.notLocal();
        }
        return Project.DEFAULT;
    }

    private <T> T require(HttpServletRequest request, Function<String, Optional<T>> lookup) {
        String key = PresentedKey.of(request).orElseThrow(ApiException::noApiKey);
        return attempts.check(request.getRemoteAddr(), key, lookup).orElseThrow(ApiException::wrongApiKey);
    }

    private static boolean isAmong(List<PathPattern> patterns, HttpServletRequest request) {
        PathContainer path =
                ServletRequestPathUtils.getParsedRequestPath(request).pathWithinApplication();
        return patterns.stream().anyMatch(pattern -> pattern.matches(path));
    }

    private static List<PathPattern> patterns(String... patterns) {
        return Stream.of(patterns).map(PathPatternParser.defaultInstance::parse).toList();
    }
}
