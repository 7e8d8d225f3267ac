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
 * Tells browsers that pages of the allowed origins may use the API, before a key is asked for: browsers ask without one.
 * To all others it says nothing.
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
