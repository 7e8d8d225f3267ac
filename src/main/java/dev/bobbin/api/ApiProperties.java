package dev.bobbin.api;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of the API.
 *
 * @param maxBodySize the largest request body in bytes; a larger one is answered with 413
 * @param requireBetaHeader whether a call without the header {@code OpenAI-Beta: assistants=v2} is refused, as OpenAI did
 */
@ConfigurationProperties("bobbin")
record ApiProperties(
        @DefaultValue("8MB") DataSize maxBodySize,
        @DefaultValue("false") boolean requireBetaHeader) {}
