package dev.bobbin.startup;

import java.io.File;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.AotDetector;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.system.ApplicationHome;
import org.springframework.context.ApplicationListener;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.core.SpringProperties;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;

/**
 * Lets the jar start with the beans that were worked out when it was built, which saves a quarter of a start. They are
 * those of the jar's own settings: where others might ask for other beans, all are worked out anew.
 */
public final class AheadOfTime implements ApplicationListener<ApplicationEnvironmentPreparedEvent> {

    /** Decides by its value. */
    private static final ConfigurationPropertyName FORWARD_HEADERS =
            ConfigurationPropertyName.of("server.forward-headers-strategy");

    /** The second is what the first is as a variable with all its words apart. */
    private static final ConfigurationPropertyName[] MAY_DECIDE =
            names("bobbin.request-log", "bobbin.request.log", "management", "server", "spring", "springdoc");

    private static final ConfigurationPropertyName[] DO_NOT = names(
            "server.address",
            "server.compression",
            "server.port",
            "server.ssl",
            "server.tomcat.connection-timeout",
            "server.tomcat.max-connections",
            "server.tomcat.remoteip",
            "spring.aot",
            "spring.application.json",
            "spring.application.name",
            "spring.application.pid",
            "spring.application.version",
            "spring.context",
            "spring.datasource.hikari",
            "spring.datasource.password",
            "spring.datasource.url",
            "spring.datasource.username",
            "spring.lifecycle");

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        List<String> deciding = deciding(event.getEnvironment());
        if (SpringProperties.getFlag(AbstractAotProcessor.AOT_PROCESSING)) {
            // What is set on the machine that builds the jar would be in it for good.
            Assert.state(deciding.isEmpty(), () -> "These settings would decide what is in the jar: " + deciding);
        } else if (hasBeans(event.getSpringApplication().getMainApplicationClass())
                && deciding.isEmpty()
                && SpringProperties.getProperty(AotDetector.AOT_ENABLED) == null) {
            SpringProperties.setFlag(AotDetector.AOT_ENABLED);
        }
    }

    /** A folder of classes may have older ones, of what the classes were once. */
    private static boolean hasBeans(@Nullable Class<?> main) {
        if (main == null) {
            return false;
        }
        File home = new ApplicationHome(main).getSource();
        return home != null
                && home.isFile()
                && ClassUtils.isPresent(main.getName() + "__ApplicationContextInitializer", null);
    }

    /** The names of what is set beside the jar's own settings, and might ask for other beans. */
    static List<String> deciding(ConfigurableEnvironment environment) {
        return StreamSupport.stream(
                        ConfigurationPropertySources.get(environment).spliterator(), false)
                .filter(source -> !isInJar(source))
                .filter(IterableConfigurationPropertySource.class::isInstance)
                .flatMap(source -> ((IterableConfigurationPropertySource) source).stream())
                .filter(name -> isIn(MAY_DECIDE, name) && !isIn(DO_NOT, name))
                .filter(name -> !name.equals(FORWARD_HEADERS)
                        || "framework".equalsIgnoreCase(environment.getProperty(FORWARD_HEADERS.toString())))
                .map(ConfigurationPropertyName::toString)
                .toList();
    }

    private static boolean isInJar(ConfigurationPropertySource source) {
        return source.getUnderlyingSource() instanceof PropertySource<?> properties
                && properties.getName().startsWith("Config resource 'class path resource");
    }

    private static boolean isIn(ConfigurationPropertyName[] namespaces, ConfigurationPropertyName name) {
        return Stream.of(namespaces).anyMatch(space -> space.equals(name) || space.isAncestorOf(name));
    }

    private static ConfigurationPropertyName[] names(String... names) {
        return Stream.of(names).map(ConfigurationPropertyName::of).toArray(ConfigurationPropertyName[]::new);
    }
}
