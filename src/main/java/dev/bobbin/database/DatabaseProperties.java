package dev.bobbin.database;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.unit.DataSize;

/**
 * Settings of the storage.
 *
 * @param dataDir the folder of the H2 file, made when it is missing; not used when {@code spring.datasource.url} is set.
 *     Text, as Spring would look for a path like {@code .} in the web server's own folder, which is deleted at the end
 * @param databaseWait how long a database that {@code spring.datasource.url} names may take to appear at start; 0 for one try
 * @param minFreeDisk changes are refused while the disk of the data folder has less room; 0 for no such limit
 */
@ConfigurationProperties("bobbin")
public record DatabaseProperties(
        @DefaultValue("./data") String dataDir,
        @DefaultValue("30s") Duration databaseWait,
        @DefaultValue("100MB") DataSize minFreeDisk) {

    /** Not done when the settings are bound: Spring Boot would report the exception by its class. */
    public void check() {
        if (dataDir.isBlank()) {
            throw new InvalidConfigurationPropertyValueException(
                    "bobbin.data-dir", dataDir, "It has to name a folder, such as ./data.");
        }
        if (databaseWait.isNegative()) {
            throw new InvalidConfigurationPropertyValueException(
                    "bobbin.database-wait", databaseWait, "It cannot be negative. 0s is one try.");
        }
        if (minFreeDisk.isNegative()) {
            throw new InvalidConfigurationPropertyValueException(
                    "bobbin.min-free-disk", minFreeDisk, "It cannot be negative. 0 is no limit.");
        }
    }
}
