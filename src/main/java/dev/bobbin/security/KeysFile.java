package dev.bobbin.security;

import dev.bobbin.web.Sha256;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** A file with all keys, as lines of settings like {@code bobbin.api-keys.red=sk-one,sk-two}. */
final class KeysFile {

    private static final String SETTING = "bobbin.keys-file";

    private final Path path;

    /** The digest of what was read, as keys are not kept in memory, and no time: what mounts secrets may keep a file's. */
    private byte @Nullable [] lastRead;

    private byte @Nullable [] lastSeen;

    KeysFile(SecurityProperties properties) {
        this.path = Path.of(Objects.requireNonNull(properties.keysFile()));
        if (!properties.apiKeys().isEmpty() || !properties.adminKeys().isEmpty()) {
            throw new InvalidApiKeyException(
                    SETTING, "all keys have to stand in the file then, and none in the settings.");
        }
    }

    /** Whether there is something else than what was read last, and was so at the last look: it is not just being written. */
    boolean hasChanged() {
        byte @Nullable [] now = digest(bytes());
        boolean changed = Arrays.equals(now, lastSeen) && !Arrays.equals(now, lastRead);
        lastSeen = now;
        return changed;
    }

    /**
     * Reads the keys as they are now.
     *
     * @throws InvalidApiKeyException if there is no file, something is wrong in it, or no project has a key: it would open the
     *     server to everybody
     */
    ApiKeySet read() {
        byte @Nullable [] bytes = bytes();
        lastRead = digest(bytes);
        if (bytes == null) {
            throw new InvalidApiKeyException(SETTING, path + " cannot be read.");
        }
        ApiKeySet keys = new ApiKeySet(parse(new String(bytes, StandardCharsets.UTF_8)));
        if (keys.isEmpty()) {
            throw new InvalidApiKeyException(SETTING, "no project has a key in " + path + ".");
        }
        return keys;
    }

    private static SecurityProperties parse(String text) {
        Properties lines = new SettingsOnce();
        try {
            lines.load(new StringReader(text));
            return new Binder(new MapConfigurationPropertySource(lines))
                    .bindOrCreate("bobbin", SecurityProperties.class);
        } catch (IOException | IllegalArgumentException | BindException e) {
            throw new InvalidApiKeyException(
                    SETTING,
                    "it has other lines than bobbin.api-keys.<project>=sk-... and bobbin.admin-keys=sk-..., or one twice.");
        }
    }

    /** Takes no setting twice, as one of them would count in silence, and none that is not about keys. */
    private static final class SettingsOnce extends Properties {

        private static final long serialVersionUID = 1L;

        @Override
        public synchronized @Nullable Object put(Object name, Object value) {
            if (containsKey(name) || !name.toString().matches("bobbin\\.(api-keys\\..+|admin-keys(\\[\\d+])?)")) {
                throw new IllegalArgumentException();
            }
            return super.put(name, value);
        }
    }

    private static byte @Nullable [] digest(byte @Nullable [] bytes) {
        return bytes == null ? null : Sha256.digest(bytes);
    }

    private byte @Nullable [] bytes() {
        try {
            return Files.readAllBytes(path);
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
