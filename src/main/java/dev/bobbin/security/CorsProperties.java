package dev.bobbin.security;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Settings for requests of web pages (CORS).
 *
 * @param allowedOrigins Origins whose web pages may use the API, such as {@code https://app.example}.
 */
@ConfigurationProperties("bobbin.cors")
record CorsProperties(@DefaultValue List<String> allowedOrigins) {

    /** The form in which browsers send an origin. */
    private static final Pattern ORIGIN = Pattern.compile("[a-z][a-z0-9+.-]*://[^/\\s]+");

    /** Checks the values after binding: Spring Boot would report an exception during binding by its class name. */
    void check() {
        for (String origin : allowedOrigins) {
            if (!ORIGIN.matcher(origin).matches()) {
                throw new InvalidConfigurationPropertyValueException(
                        "bobbin.cors.allowed-origins",
                        origin,
                        "It must be an origin with a scheme and without a path, such as https://app.example.");
            }
        }
    }

    boolean allows(@Nullable String origin) {
        return origin != null && allowedOrigins.contains(origin);
    }
}
