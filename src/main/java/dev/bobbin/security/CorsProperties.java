package dev.bobbin.security;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Settings for web pages.
 *
 * @param allowedOrigins the origins whose pages may use the API, such as {@code https://app.example}
 */
@ConfigurationProperties("bobbin.cors")
record CorsProperties(@DefaultValue List<String> allowedOrigins) {

    /** As browsers send it. */
    private static final Pattern ORIGIN = Pattern.compile("[a-z][a-z0-9+.-]*://[^/\\s]+");

    /** Not done when the settings are bound: Spring Boot would report the exception by its class. */
    void check() {
        for (String origin : allowedOrigins) {
            if (!ORIGIN.matcher(origin).matches()) {
                throw new InvalidConfigurationPropertyValueException(
                        "bobbin.cors.allowed-origins",
                        origin,
                        "It has to be an origin, with its scheme and without a path, such as https://app.example.");
            }
        }
    }

    boolean allows(@Nullable String origin) {
        return origin != null && allowedOrigins.contains(origin);
    }
}
