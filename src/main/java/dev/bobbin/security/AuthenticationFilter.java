package dev.bobbin.security;

import dev.bobbin.web.error.ApiException;
import dev.bobbin.web.filter.FilterOrder;
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
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.util.ServletRequestPathUtils;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Authenticates each request and finds its project, before any other check. Every path needs a project's key, except a few open
 * ones, which reveal nothing about any project. The actuator's paths need one of the operator's keys.
 */
@Component
@Order(FilterOrder.AUTHENTICATION)
public class AuthenticationFilter extends HttpFilter {

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
    private final KeyGuessThrottle attempts;
    private final DnsRebindingGuard localRequests;
    private final HandlerExceptionResolver errors;

    AuthenticationFilter(
            ApiKeys keys,
            KeyGuessThrottle attempts,
            DnsRebindingGuard localRequests,
            @Qualifier("handlerExceptionResolver") HandlerExceptionResolver errors) {
        this.keys = keys;
        this.attempts = attempts;
        this.localRequests = localRequests;
        this.errors = errors;
    }

    /** The project of an authenticated request; null if its path needs no project. */
    public static @Nullable Project projectOf(HttpServletRequest request) {
        return (Project) request.getAttribute(PROJECT);
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            authorize(request);
        } catch (ApiException e) {
            errors.resolveException(request, response, null, e);
            return;
        }
        chain.doFilter(request, response);
    }

    private void authorize(HttpServletRequest request) {
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
            throw notLocal();
        }
        return Project.DEFAULT;
    }

    private <T> T require(HttpServletRequest request, Function<String, Optional<T>> lookup) {
        String key = ApiKeyHeader.of(request).orElseThrow(AuthenticationFilter::missingKey);
        return attempts.check(request.getRemoteAddr(), key, lookup).orElseThrow(AuthenticationFilter::incorrectKey);
    }

    private static ApiException missingKey() {
        return unauthorized(
                null,
                "You didn't provide an API key. Send it in the Authorization header as Bearer auth "
                        + "(Authorization: Bearer YOUR_KEY) or in the api-key header.");
    }

    private static ApiException incorrectKey() {
        return unauthorized("invalid_api_key", "Incorrect API key provided.");
    }

    private static ApiException unauthorized(@Nullable String code, String message) {
        return ApiException.of(HttpStatus.UNAUTHORIZED, code, message)
                .with(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"Bobbin\"");
    }

    private static ApiException notLocal() {
        return ApiException.of(
                HttpStatus.FORBIDDEN,
                null,
                "Without an API key this server answers programs on its own machine only, and no web pages. "
                        + "Use the address 127.0.0.1, or set a key.");
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
