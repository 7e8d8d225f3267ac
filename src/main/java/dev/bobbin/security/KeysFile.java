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

/** A file that contains all API keys, in lines such as {@code bobbin.api-keys.red=sk-one,sk-two}. */
final class KeysFile {

    private static final String SETTING = "bobbin.keys-file";

    private final Path path;

    /**
     * Digest of the content that was last read. The content itself would keep the keys in memory. The file's
     * modification time is unreliable, since tools that mount secrets may preserve it.
     */
    private byte @Nullable [] lastRead;

    /** Digest at the last call of {@link #hasChanged()}. */
    private byte @Nullable [] lastSeen;

    KeysFile(SecurityProperties properties) {
        this.path = Path.of(Objects.requireNonNull(properties.keysFile()));
        if (!properties.apiKeys().isEmpty() || !properties.adminKeys().isEmpty()) {
            throw new InvalidApiKeyException(
                    SETTING, "with a keys file, bobbin.api-keys and bobbin.admin-keys must not be set elsewhere.");
        }
    }

    /**
     * Whether the content differs from what was last read. The content must be the same in two calls, so that a file is
     * not read while another program writes it.
     */
    boolean hasChanged() {
        byte @Nullable [] current = digest(bytes());
        boolean changed = Arrays.equals(current, lastSeen) && !Arrays.equals(current, lastRead);
        lastSeen = current;
        return changed;
    }

    /**
     * Reads the keys.
     *
     * @throws InvalidApiKeyException if the file cannot be read, is invalid, or contains no project's key: without one,
     *     the server would accept requests without a key
     */
    ApiKeySet read() {
        byte @Nullable [] bytes = bytes();
        lastRead = digest(bytes);
        if (bytes == null) {
            throw new InvalidApiKeyException(SETTING, path + " cannot be read.");
        }
        ApiKeySet keys = new ApiKeySet(parse(new String(bytes, StandardCharsets.UTF_8)));
        if (keys.isEmpty()) {
            throw new InvalidApiKeyException(SETTING, path + " contains no project's key.");
        }
        return keys;
    }

    private static SecurityProperties parse(String text) {
        Properties lines = new StrictProperties();
        try {
            lines.load(new StringReader(text));
            return new Binder(new MapConfigurationPropertySource(lines))
                    .bindOrCreate("bobbin", SecurityProperties.class);
        } catch (IOException | IllegalArgumentException | BindException e) {
            throw new InvalidApiKeyException(
                    SETTING,
                    "each line must be bobbin.api-keys.<project>=sk-... or bobbin.admin-keys=sk-..., without "
                            + "duplicates.");
        }
    }

    /** Rejects duplicate settings, of which one would silently be ignored, and settings that are not about keys. */
    private static final class StrictProperties extends Properties {

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

    /** Returns null if the file cannot be read. */
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
