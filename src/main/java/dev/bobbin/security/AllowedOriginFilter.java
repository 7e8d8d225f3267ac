package dev.bobbin.security;

import dev.bobbin.web.filter.FilterOrder;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsUtils;
import org.springframework.web.filter.CorsFilter;

/**
 * Adds CORS headers for web pages of the allowed origins. Requests of other origins pass without them. The filter runs
 * before authentication, since a browser sends no key with a preflight request.
 */
@Component
@Order(FilterOrder.ALLOWED_ORIGIN)
@EnableConfigurationProperties(CorsProperties.class)
class AllowedOriginFilter extends CorsFilter {

    private final CorsProperties properties;

    AllowedOriginFilter(CorsProperties properties) {
        super(request -> configuration(properties));
        properties.check();
        this.properties = properties;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !hasAllowedOrigin(request) && !CorsUtils.isPreFlightRequest(request);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (hasAllowedOrigin(request)) {
            super.doFilterInternal(request, response, chain);
        } else {
            chain.doFilter(new PlainOptions(request), response);
        }
    }

    private boolean hasAllowedOrigin(HttpServletRequest request) {
        return properties.allows(request.getHeader(HttpHeaders.ORIGIN));
    }

    private static CorsConfiguration configuration(CorsProperties properties) {
        CorsConfiguration configuration = new CorsConfiguration();
        configuration.setAllowedOrigins(properties.allowedOrigins());
        configuration.setAllowedMethods(List.of("GET", "POST", "DELETE"));
        configuration.setAllowedHeaders(List.of(CorsConfiguration.ALL));
        configuration.setExposedHeaders(List.of(
                "x-request-id",
                "retry-after",
                "x-should-retry",
                "idempotent-replayed",
                "x-ratelimit-limit-requests",
                "x-ratelimit-remaining-requests",
                "x-ratelimit-reset-requests"));
        configuration.setMaxAge(Duration.ofHours(1));
        return configuration;
    }

    /** A preflight request without its mark. Spring would list methods that the path does not support. */
    private static final class PlainOptions extends HttpServletRequestWrapper {

        PlainOptions(HttpServletRequest preflight) {
            super(preflight);
        }

        @Override
        public @Nullable String getHeader(String name) {
            return name.equalsIgnoreCase(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD) ? null : super.getHeader(name);
        }
    }
}
