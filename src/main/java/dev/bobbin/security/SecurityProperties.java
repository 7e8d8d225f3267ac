package dev.bobbin.security;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the API keys.
 *
 * @param apiKeys the keys of each project, by the project's name; either a plain key ({@code sk-…}) or its SHA-256 digest
 *     ({@code sha256:<hex>})
 * @param adminKeys the operator's keys, in the same forms
 * @param keysFile a file with all keys instead, in lines like {@code bobbin.api-keys.red=sk-one,sk-two}; the server reads it
 *     again within seconds after it changes
 */
@ConfigurationProperties("bobbin")
record SecurityProperties(
        @DefaultValue Map<String, List<String>> apiKeys,
        @DefaultValue List<String> adminKeys,
        @Nullable String keysFile) {}
