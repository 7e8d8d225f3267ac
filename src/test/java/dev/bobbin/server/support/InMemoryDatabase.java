package dev.bobbin.server.support;

import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;

/** Gives a server its own in-memory database, unless the test sets a database. */
class InMemoryDatabase implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        Environment settings = context.getEnvironment();
        if (!settings.containsProperty("spring.datasource.url") && !settings.containsProperty("bobbin.data-dir")) {
            TestPropertyValues.of("spring.datasource.url=jdbc:h2:mem:${random.uuid}")
                    .applyTo(context);
        }
    }
}
