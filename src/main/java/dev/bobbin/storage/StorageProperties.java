package dev.bobbin.storage;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the storage.
 *
 * @param dataDir the folder of the H2 file, made when it is missing; not used when {@code spring.datasource.url} is set
 */
@ConfigurationProperties("bobbin")
record StorageProperties(@DefaultValue("./data") Path dataDir) {}
