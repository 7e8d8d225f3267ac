package dev.bobbin.project;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings for web pages.
 *
 * @param allowedOrigins the origins whose pages may use the API, such as {@code https://app.example}
 */
@ConfigurationProperties("bobbin.cors")
record CorsProperties(@DefaultValue List<String> allowedOrigins) {

    boolean allows(@Nullable String origin) {
        return origin != null && allowedOrigins.contains(origin);
    }
}
