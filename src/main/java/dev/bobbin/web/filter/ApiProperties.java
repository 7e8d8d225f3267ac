package dev.bobbin.web.filter;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the API.
 *
 * @param requireBetaHeader whether a call without the header {@code OpenAI-Beta: assistants=v2} is rejected, as OpenAI did
 */
@ConfigurationProperties("bobbin")
record ApiProperties(@DefaultValue("false") boolean requireBetaHeader) {}
