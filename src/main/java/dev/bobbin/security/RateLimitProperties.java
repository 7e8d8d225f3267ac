package dev.bobbin.security;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Settings of the rate limit.
 *
 * @param requestsPerMinute Requests per minute that the server accepts from each project. By default there is no limit.
 */
@ConfigurationProperties("bobbin.rate-limit")
record RateLimitProperties(@Nullable Integer requestsPerMinute) {

    /** Checks the value after binding: Spring Boot would report an exception during binding by its class name. */
    @Nullable
    Integer checkedRequestsPerMinute() {
        if (requestsPerMinute != null && requestsPerMinute < 1) {
            throw new InvalidConfigurationPropertyValueException(
                    "bobbin.rate-limit.requests-per-minute",
                    requestsPerMinute,
                    "It must be at least 1. Remove it for no limit.");
        }
        return requestsPerMinute;
    }
}
