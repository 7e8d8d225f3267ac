package dev.bobbin.security;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Settings of the rate limit.
 *
 * @param requestsPerMinute how many requests of each project are served in a minute; there is no limit if it is absent
 */
@ConfigurationProperties("bobbin.rate-limit")
record RateLimitProperties(@Nullable Integer requestsPerMinute) {

    /** Not checked when the settings are bound: Spring Boot would report the exception by its class. */
    @Nullable
    Integer checkedRequestsPerMinute() {
        if (requestsPerMinute != null && requestsPerMinute < 1) {
            throw new InvalidConfigurationPropertyValueException(
                    "bobbin.rate-limit.requests-per-minute",
                    requestsPerMinute,
                    "It has to be at least 1. Leave it out for no limit.");
        }
        return requestsPerMinute;
    }
}
