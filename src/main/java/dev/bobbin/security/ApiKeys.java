package dev.bobbin.security;

import java.util.Optional;
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
 * The keys that open something now. A server without any of a project serves the project {@code default} to whoever can
 * reach it. Keys in a file of their own can be changed while the server runs.
 */
@Component
@EnableConfigurationProperties(SecurityProperties.class)
public class ApiKeys implements DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(ApiKeys.class);

    private static final int MILLIS_BETWEEN_LOOKS = 1000;

    /** A thread of its own: a key that is taken back must not wait for any other work. */
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "keys");
        thread.setDaemon(true);
        return thread;
    });

    private volatile ApiKeySet keys;

    @Autowired
    ApiKeys(SecurityProperties properties) {
        this(properties, MILLIS_BETWEEN_LOOKS);
    }

    ApiKeys(SecurityProperties properties, int millisBetweenLooks) {
        if (properties.keysFile() == null) {
            keys = new ApiKeySet(properties);
        } else {
            KeysFile file = new KeysFile(properties);
            keys = file.read();
            looking.scheduleWithFixedDelay(
                    () -> readAnew(file), millisBetweenLooks, millisBetweenLooks, TimeUnit.MILLISECONDS);
        }
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

    /** What cannot be used leaves the keys as they were. */
    private void readAnew(KeysFile file) {
        if (!file.hasChanged()) {
            return;
        }
        try {
            keys = file.read();
            log.info("The keys have been read anew from {}.", file);
        } catch (InvalidApiKeyException e) {
            log.error("The keys stay as they were. {}", e.getMessage());
        }
    }

    @Override
    public void destroy() {
        looking.shutdown();
    }
}
