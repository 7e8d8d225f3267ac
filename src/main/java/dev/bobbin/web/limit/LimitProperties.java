package dev.bobbin.web.limit;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.unit.DataSize;

/**
 * Settings that limit requests.
 *
 * @param maxBodySize Largest request body that the server accepts. A larger one is rejected with 413.
 * @param maxPageSize Largest list that the server returns. A longer list ends early, but not before its first object.
 * @param requestTimeout Time for a client to send the request body, and the same time again to read the response.
 */
@ConfigurationProperties("bobbin")
record LimitProperties(
        @DefaultValue("8MB") DataSize maxBodySize,
        @DefaultValue("16MB") DataSize maxPageSize,
        @DefaultValue("30s") Duration requestTimeout) {

    private static final DataSize LARGEST_BODY = DataSize.ofGigabytes(1);

    /** Checks the values after binding: Spring Boot would report an exception during binding by its class name. */
    void check() {
        if (maxBodySize.toBytes() < 1 || maxBodySize.compareTo(LARGEST_BODY) > 0) {
            throw invalid("bobbin.max-body-size", maxBodySize, "It must be between 1 byte and 1 GB.");
        }
        if (maxPageSize.toBytes() < 1) {
            throw invalid("bobbin.max-page-size", maxPageSize, "It must be at least 1 byte.");
        }
        if (requestTimeout.toMillis() < 1) {
            throw invalid("bobbin.request-timeout", requestTimeout, "It must be at least 1 ms, such as 30s.");
        }
    }

    private static InvalidConfigurationPropertyValueException invalid(String setting, Object value, String reason) {
        return new InvalidConfigurationPropertyValueException(setting, value, reason);
    }

    int maxBodyBytes() {
        return Math.toIntExact(maxBodySize.toBytes());
    }
}
