package dev.bobbin.project;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * The keys that open something now. A server without any of a project serves the project {@code default} to whoever can
 * reach it. Keys in a file of their own can be changed while the server runs.
 */
@Component
@EnableConfigurationProperties(ProjectProperties.class)
public class ApiKeys {

    private static final Logger log = LoggerFactory.getLogger(ApiKeys.class);

    private final @Nullable KeysFile file;
    private volatile KeyRing keys;

    ApiKeys(ProjectProperties properties) {
        this.file = properties.keysFile() == null ? null : new KeysFile(properties);
        this.keys = file == null ? new KeyRing(properties) : file.read();
    }

    /** Whether requests are taken without a key. */
    boolean isEmpty() {
        return keys.isEmpty();
    }

    Optional<Project> projectOf(String key) {
        return keys.projectOf(key);
    }

    /** Whether the key opens what belongs to the operator. It is no project's then. */
    boolean isAdmin(String key) {
        return keys.isAdmin(key);
    }

    /** The project {@code default} if it is served, else the first by name. */
    public Project firstProject() {
        return keys.firstProject();
    }

    /** What cannot be used, perhaps as it is half written, leaves the keys as they were. */
    @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.SECONDS)
    void readAnew() {
        if (file == null || !file.hasChanged()) {
            return;
        }
        try {
            keys = file.read();
            log.info("The keys have been read anew from {}.", file);
        } catch (InvalidApiKeyException e) {
            log.error("The keys stay as they were. {}", e.getMessage());
        }
    }
}
