package dev.bobbin.security;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the API keys.
 *
 * @param apiKeys Keys of each project, by project name: plain ({@code sk-…}) or as SHA-256 digests
 *     ({@code sha256:<hex>}).
 * @param adminKeys Keys of the operator, in the same forms.
 * @param keysFile File that contains all keys, in lines such as {@code bobbin.api-keys.red=sk-one,sk-two}. The server
 *     reloads it within seconds of a change.
 */
@ConfigurationProperties("bobbin")
record SecurityProperties(
        @DefaultValue Map<String, List<String>> apiKeys,
        @DefaultValue List<String> adminKeys,
        @Nullable String keysFile) {}
