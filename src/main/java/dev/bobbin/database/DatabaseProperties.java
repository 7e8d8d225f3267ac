package dev.bobbin.database;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.unit.DataSize;

/**
 * Settings for the database. The data folder is a string, since Spring would resolve a relative
 * {@link java.nio.file.Path} in the web server's temporary folder.
 *
 * @param dataDir Folder of the H2 file, which the server creates if necessary. Ignored if {@code spring.datasource.url}
 *     is set.
 * @param databaseWait How long the server waits for PostgreSQL at start-up. 0 means one attempt.
 * @param minFreeDisk Free space on the disk of the data folder below which the server rejects writes. 0 disables this
 *     check.
 */
@ConfigurationProperties("bobbin")
public record DatabaseProperties(
        @DefaultValue("./data") String dataDir,
        @DefaultValue("30s") Duration databaseWait,
        @DefaultValue("100MB") DataSize minFreeDisk) {

    /** Checks the values after binding: Spring Boot would report an exception during binding by its class name. */
    public void check() {
        if (dataDir.isBlank()) {
            throw new InvalidConfigurationPropertyValueException(
                    "bobbin.data-dir", dataDir, "It must be the path of a folder, such as ./data.");
        }
        if (databaseWait.isNegative()) {
            throw new InvalidConfigurationPropertyValueException(
                    "bobbin.database-wait", databaseWait, "It cannot be negative. 0s means one attempt.");
        }
        if (minFreeDisk.isNegative()) {
            throw new InvalidConfigurationPropertyValueException(
                    "bobbin.min-free-disk", minFreeDisk, "It cannot be negative. 0 disables the check.");
        }
    }
}
