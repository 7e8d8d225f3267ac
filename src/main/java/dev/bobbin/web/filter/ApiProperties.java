package dev.bobbin.web.filter;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings that make the API stricter.
 *
 * @param requireBetaHeader Whether the server rejects a request without the header {@code OpenAI-Beta: assistants=v2}.
 */
@ConfigurationProperties("bobbin")
record ApiProperties(@DefaultValue("false") boolean requireBetaHeader) {}
