package dev.bobbin.startup;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.databind.json.JsonMapper;

/**
 * One of Bobbin's settings.
 *
 * @param name the name in dashed form, such as {@code bobbin.data-dir}
 * @param type the name of its Java type
 */
record Setting(String name, String type) {

    /** Reads all settings from the metadata that the compiler generates. Without metadata, the list is empty. */
    static List<Setting> all() {
        ClassPathResource metadata = new ClassPathResource("META-INF/spring-configuration-metadata.json");
        if (!metadata.exists()) {
            return List.of();
        }
        try (InputStream json = metadata.getInputStream()) {
            return JsonMapper.shared()
                    .readTree(json)
                    .path("properties")
                    .valueStream()
                    .map(property -> new Setting(
                            property.path("name").stringValue(),
                            property.path("type").stringValue("")))
                    .filter(setting -> setting.name.startsWith("bobbin."))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isMap() {
        return type.startsWith("java.util.Map<");
    }

    /** Whether the value is a duration, or each value of the map. */
    boolean isDuration() {
        return type.endsWith("java.time.Duration") || type.endsWith("java.time.Duration>");
    }

    /** The name of the environment variable, such as {@code BOBBIN_DATADIR}. */
    String variable() {
        return name.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
    }

    /** Whether Spring Boot binds a property of this name to the setting. It ignores case, hyphens and underscores. */
    boolean isSetBy(String property) {
        String found = property.replaceFirst("\\[.*", "").replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
        String expected = name.replace("-", "");
        return found.equals(expected) || isMap() && found.startsWith(expected + ".");
    }

    /**
     * Whether Spring Boot binds an environment variable of this name to the setting. Hyphens may become underscores,
     * except in a map: {@code BOBBIN_API_KEYS_DEFAULT} would be ambiguous.
     */
    boolean isSetByVariable(String name) {
        String found = name.toUpperCase(Locale.ROOT);
        if (isMap()) {
            return found.equals(variable()) || found.startsWith(variable() + "_");
        }
        String withoutIndex = found.replaceFirst("(_\\d+)+$", "");
        return withoutIndex.equals(variable())
                || withoutIndex.equals(this.name.replaceAll("[-.]", "_").toUpperCase(Locale.ROOT));
    }
}
