package dev.bobbin.project;

import dev.bobbin.api.ApiException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.util.ServletRequestPathUtils;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Finds out whose request it is before anything else is found out about it. Every address needs a key but the few named
 * here, which tell nothing of any project.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
class AuthenticationFilter extends OncePerRequestFilter {

    private static final String PROJECT = Project.class.getName();
    private static final String BEARER = "Bearer ";
    private static final List<PathPattern> OPEN = Stream.of(
                    "/",
                    "/swagger-ui.html",
                    "/swagger-ui/**",
                    "/v3/api-docs.yaml",
                    "/v3/api-docs/**",
                    "/actuator/health",
                    "/actuator/health/liveness",
                    "/actuator/health/readiness")
            .map(PathPatternParser.defaultInstance::parse)
            .toList();

    private final ApiKeys keys;
    private final HandlerExceptionResolver errors;

    AuthenticationFilter(ApiKeys keys, @Qualifier("handlerExceptionResolver") HandlerExceptionResolver errors) {
        this.keys = keys;
        this.errors = errors;
    }

    /** The project that a request has been let in for. */
    static Project projectOf(HttpServletRequest request) {
        return (Project) request.getAttribute(PROJECT);
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        PathContainer path = ServletRequestPathUtils.parse(request).pathWithinApplication();
        return OPEN.stream().anyMatch(pattern -> pattern.matches(path));
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            request.setAttribute(PROJECT, authenticate(request));
        } catch (ApiException e) {
            errors.resolveException(request, response, null, e);
            return;
        }
        chain.doFilter(request, response);
    }

    private Project authenticate(HttpServletRequest request) {
        if (keys.isEmpty()) {
            return authenticateWithoutKeys(request);
        }
        String key = keyIn(request).orElseThrow(ApiException::noApiKey);
        return keys.projectOf(key).orElseThrow(ApiException::wrongApiKey);
    }

    private static Project authenticateWithoutKeys(HttpServletRequest request) {
        if (!LocalRequests.isLocal(request)) {
            throw ApiException.notLocal();
        }
        return Project.DEFAULT;
    }

    private static Optional<String> keyIn(HttpServletRequest request) {
        return bearer(request.getHeader(HttpHeaders.AUTHORIZATION))
                .or(() -> Optional.ofNullable(request.getHeader("api-key")))
                .map(String::strip)
                .filter(key -> !key.isEmpty());
    }

    private static Optional<String> bearer(@Nullable String authorization) {
        return Optional.ofNullable(authorization)
                .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(value -> value.substring(BEARER.length()));
    }
}
