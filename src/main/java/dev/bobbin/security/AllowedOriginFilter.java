package dev.bobbin.security;

import dev.bobbin.web.filter.FilterOrder;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.filter.CorsFilter;

/**
 * Adds CORS headers for web pages of the allowed origins. Requests of other origins pass unchanged. The filter runs
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
        return !properties.allows(request.getHeader(HttpHeaders.ORIGIN));
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
}
