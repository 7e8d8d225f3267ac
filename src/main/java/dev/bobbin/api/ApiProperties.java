package dev.bobbin.api;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.unit.DataSize;

/**
 * Settings of the API.
 *
 * @param maxBodySize the largest request body in bytes; a larger one is answered with 413
 * @param maxPageSize the size of a list in bytes beyond which it ends early, though not before its first message
 * @param requestTimeout how long a client may take to send a body, and again to read the answer
 * @param requireBetaHeader whether a call without the header {@code OpenAI-Beta: assistants=v2} is refused, as OpenAI did
 */
@ConfigurationProperties("bobbin")
record ApiProperties(
        @DefaultValue("8MB") DataSize maxBodySize,
        @DefaultValue("16MB") DataSize maxPageSize,
        @DefaultValue("30s") Duration requestTimeout,
        @DefaultValue("false") boolean requireBetaHeader) {

    private static final DataSize LARGEST_BODY = DataSize.ofGigabytes(1);

    /** Not done when the settings are bound: Spring Boot would report the exception by its class. */
    void check() {
        if (maxBodySize.toBytes() < 1 || maxBodySize.compareTo(LARGEST_BODY) > 0) {
            throw invalid("bobbin.max-body-size", maxBodySize, "It has to be between 1 byte and 1 GB.");
        }
        if (maxPageSize.toBytes() < 1) {
            throw invalid("bobbin.max-page-size", maxPageSize, "It has to be at least 1 byte.");
        }
        if (requestTimeout.toMillis() < 1) {
            throw invalid(
                    "bobbin.request-timeout", requestTimeout, "It has to be at least a millisecond, such as 30s.");
        }
    }

    private static InvalidConfigurationPropertyValueException invalid(String setting, Object value, String reason) {
        return new InvalidConfigurationPropertyValueException(setting, value, reason);
    }

    int maxBodyBytes() {
        return Math.toIntExact(maxBodySize.toBytes());
    }
}
