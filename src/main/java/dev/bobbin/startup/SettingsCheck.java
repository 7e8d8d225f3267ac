package dev.bobbin.startup;

import dev.bobbin.database.Database;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringApplication.AbandonedRunException;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.LifecycleProcessor;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.core.env.MapPropertySource;

/**
 * Checks the settings as a start does. It starts the server with an empty database in memory, so every bean checks its
 * settings. It stops before the server opens a port.
 */
final class SettingsCheck implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    private static final String DATABASE_URL = "spring.datasource.url";

    private SettingsCheck() {}

    /** Returns if the settings are valid. Otherwise, prints the reason and throws what the start has thrown. */
    static void run(SpringApplication server, String... args) {
        server.addInitializers(new SettingsCheck());
        server.setLogStartupInfo(false);
        try {
            server.run(args);
        } catch (AbandonedRunException e) {
            // All beans have been created.
        }
    }

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        @Nullable String url = context.getEnvironment().getProperty(DATABASE_URL);
        if (url != null) {
            Database.checkUrl(url);
        }
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource("check", Map.of(DATABASE_URL, "jdbc:h2:mem:check")));
        context.addBeanFactoryPostProcessor(beans ->
                beans.registerSingleton(AbstractApplicationContext.LIFECYCLE_PROCESSOR_BEAN_NAME, new EndOfCheck()));
    }

    /** Replaces Spring's processor, which would start the web server and the scheduled tasks. */
    private static final class EndOfCheck implements LifecycleProcessor {

        @Override
        public void onRefresh() {
            throw new AbandonedRunException();
        }

        @Override
        public void start() {}

        @Override
        public void stop() {}

        @Override
        public boolean isRunning() {
            return false;
        }
    }
}
