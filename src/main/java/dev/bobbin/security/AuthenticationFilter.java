package dev.bobbin.security;

import dev.bobbin.web.ApiCalls;
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
 * Authenticates each request and determines its project. Actuator paths require one of the operator's keys. All other
 * paths require a project's key. A few paths are open, since they reveal nothing about any project.
 */
@Component
@Order(FilterOrder.AUTHENTICATION)
public class AuthenticationFilter extends HttpFilter {

    private static final List<PathPattern> OPEN_PATHS = patterns(
            "/",
            "/ui/**",
            "/swagger-ui.html",
            "/swagger-ui/**",
            "/v3/api-docs.yaml",
            "/v3/api-docs/**",
            "/livez",
            "/readyz",
            "/actuator/health",
            "/actuator/health/liveness",
            "/actuator/health/readiness");
    private static final List<PathPattern> OPERATOR_PATHS = patterns("/actuator/**");

    private final ApiKeys keys;
    private final KeyGuessThrottle throttle;
    private final DnsRebindingGuard rebindingGuard;
    private final HandlerExceptionResolver errors;

    AuthenticationFilter(
            ApiKeys keys,
            KeyGuessThrottle throttle,
            DnsRebindingGuard rebindingGuard,
            @Qualifier("handlerExceptionResolver") HandlerExceptionResolver errors) {
        this.keys = keys;
        this.throttle = throttle;
        this.rebindingGuard = rebindingGuard;
        this.errors = errors;
    }

    /** The project of an authenticated request; null if the path belongs to no project. */
    public static @Nullable Project projectOf(HttpServletRequest request) {
        return (Project) request.getAttribute(ApiCalls.PROJECT_ATTRIBUTE);
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
        if (matchesAny(OPEN_PATHS, request)) {
            return;
        }
        if (matchesAny(OPERATOR_PATHS, request)) {
            requireKey(request, key -> Optional.of(key).filter(keys::isAdmin));
        } else {
            request.setAttribute(ApiCalls.PROJECT_ATTRIBUTE, authenticate(request));
        }
    }

    private Project authenticate(HttpServletRequest request) {
        if (keys.isEmpty()) {
            rebindingGuard.check(request);
            return Project.DEFAULT;
        }
        return requireKey(request, keys::projectOf);
    }

    private <T> T requireKey(HttpServletRequest request, Function<String, Optional<T>> lookup) {
        String key = ApiKeyHeader.of(request).orElseThrow(AuthenticationFilter::missingKey);
        return throttle.lookUp(request.getRemoteAddr(), key, lookup).orElseThrow(AuthenticationFilter::incorrectKey);
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

    private static boolean matchesAny(List<PathPattern> patterns, HttpServletRequest request) {
        PathContainer path =
                ServletRequestPathUtils.getParsedRequestPath(request).pathWithinApplication();
        return patterns.stream().anyMatch(pattern -> pattern.matches(path));
    }

    private static List<PathPattern> patterns(String... patterns) {
        return Stream.of(patterns).map(PathPatternParser.defaultInstance::parse).toList();
    }
}
