package dev.bobbin.transfer;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.unit.DataSize;

/**
 * Settings for imports.
 *
 * @param directory Folder for the body of an import while the server reads it. The default is the data folder, or with
 *     PostgreSQL the folder for temporary files.
 * @param maxSize Largest body of an import. 0 means that only the free disk space limits it.
 */
@ConfigurationProperties("bobbin.import")
record ImportProperties(
        @Nullable String directory, @DefaultValue("0B") DataSize maxSize) {

    /** Checks the values after binding: Spring Boot would report an exception during binding by its class name. */
    void check() {
        if (directory != null && !isWritableFolder(directory)) {
            throw new InvalidConfigurationPropertyValueException(
                    "bobbin.import.directory",
                    directory,
                    "It must be the path of a folder that exists and that the server can write to, such as /var/tmp.");
        }
        if (maxSize.isNegative()) {
            throw new InvalidConfigurationPropertyValueException(
                    "bobbin.import.max-size", maxSize, "It cannot be negative. 0 means no limit.");
        }
    }

    private static boolean isWritableFolder(String directory) {
        Path folder = Path.of(directory);
        return Files.isDirectory(folder) && Files.isWritable(folder);
    }
}
