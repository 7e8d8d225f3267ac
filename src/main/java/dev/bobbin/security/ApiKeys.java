package dev.bobbin.security;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/**
 * The API keys that are valid now. If no project has a key, the server accepts requests without a key and assigns them
 * to the project {@code default}. The server reloads a keys file when it changes.
 */
@Component
@EnableConfigurationProperties(SecurityProperties.class)
public class ApiKeys implements DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(ApiKeys.class);

    private static final int RELOAD_INTERVAL_MILLIS = 1000;

    /** Has its own thread, so that no other task delays the revocation of a key. */
    private final ScheduledExecutorService reloader = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "keys");
        thread.setDaemon(true);
        return thread;
    });

    private volatile ApiKeySet keys;

    @Autowired
    ApiKeys(SecurityProperties properties) {
        this(properties, RELOAD_INTERVAL_MILLIS);
    }

    ApiKeys(SecurityProperties properties, int reloadIntervalMillis) {
        if (properties.keysFile() == null) {
            keys = new ApiKeySet(properties);
        } else {
            KeysFile file = new KeysFile(properties);
            keys = file.read();
            reloader.scheduleWithFixedDelay(
                    () -> reloadIfChanged(file), reloadIntervalMillis, reloadIntervalMillis, TimeUnit.MILLISECONDS);
        }
    }

    /** Whether no project has a key. Then the server accepts requests without a key. */
    boolean isEmpty() {
        return keys.isEmpty();
    }

    Optional<Project> projectOf(String key) {
        return keys.projectOf(key);
    }

    /** Whether this is one of the operator's keys. No project has such a key. */
    boolean isAdmin(String key) {
        return keys.isAdmin(key);
    }

    /** The projects that have keys; only the project {@code default} if no project has one. */
    public Set<Project> projects() {
        return keys.projects();
    }

    /** The project {@code default} if it has a key or no project has one; otherwise the first project by name. */
    public Project defaultProject() {
        return keys.defaultProject();
    }

    /** Reloads a file that has changed. If the file is invalid, the current keys stay valid. */
    private void reloadIfChanged(KeysFile file) {
        if (!file.hasChanged()) {
            return;
        }
        try {
            keys = file.read();
            log.info("Reloaded the API keys from {}.", file);
        } catch (InvalidApiKeyException e) {
            log.error("The API keys stay unchanged. {}", e.getMessage());
        }
    }

    @Override
    public void destroy() {
        reloader.shutdown();
    }
}
