package dev.bobbin.project;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the projects.
 *
 * @param apiKeys the keys of each project by its name; a key stands as it is ({@code sk-…}) or as its SHA-256 digest
 *     ({@code sha256:<hex>})
 * @param adminKeys the operator's keys, in the same forms
 * @param keysFile a file with all of them instead, as lines like {@code bobbin.api-keys.red=sk-one,sk-two}; it is read anew
 *     within seconds when it changes
 * @param requestLog whether each request writes a line: method, call, status, milliseconds and project
 */
@ConfigurationProperties("bobbin")
record ProjectProperties(
        @DefaultValue Map<String, List<String>> apiKeys,
        @DefaultValue List<String> adminKeys,
        @Nullable String keysFile,
        @DefaultValue("false") boolean requestLog) {}
