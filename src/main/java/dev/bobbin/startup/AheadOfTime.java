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
 * Makes the jar start faster: it activates the bean definitions that Spring generated ahead of time, during the build.
 * These definitions match the jar's own settings only. If the operator has set anything that may change the beans, the
 * server ignores them.
 */
public final class AheadOfTime implements ApplicationListener<ApplicationEnvironmentPreparedEvent> {

    /** Changes the beans only if its value is {@code framework}. */
    private static final ConfigurationPropertyName FORWARD_HEADERS =
            ConfigurationPropertyName.of("server.forward-headers-strategy");

    /** Prefixes of the libraries' settings, which may change the beans. Bobbin's own settings never do. */
    private static final ConfigurationPropertyName[] LIBRARIES = names("management", "server", "spring", "springdoc");

    /** Library settings that never change the beans, with all settings below them. */
    private static final ConfigurationPropertyName[] DO_NOT_CHANGE_BEANS = names(
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
        List<String> settings = settingsThatMayChangeBeans(event.getEnvironment());
        if (SpringProperties.getFlag(AbstractAotProcessor.AOT_PROCESSING)) {
            // Otherwise, a setting of the build machine would become part of the jar.
            Assert.state(settings.isEmpty(), () -> "These settings would change the beans in the jar: " + settings);
        } else if (isJarWithBeans(event.getSpringApplication().getMainApplicationClass())
                && settings.isEmpty()
                && SpringProperties.getProperty(AotDetector.AOT_ENABLED) == null) {
            SpringProperties.setFlag(AotDetector.AOT_ENABLED);
        }
    }

    /** Generated beans are used from a jar only. A folder of classes may contain outdated ones. */
    private static boolean isJarWithBeans(@Nullable Class<?> main) {
        if (main == null) {
            return false;
        }
        File source = new ApplicationHome(main).getSource();
        return source != null
                && source.isFile()
                && ClassUtils.isPresent(main.getName() + "__ApplicationContextInitializer", null);
    }

    /** The names of the operator's settings that may change the beans. */
    static List<String> settingsThatMayChangeBeans(ConfigurableEnvironment environment) {
        return StreamSupport.stream(
                        ConfigurationPropertySources.get(environment).spliterator(), false)
                .filter(source -> !isInJar(source))
                .filter(IterableConfigurationPropertySource.class::isInstance)
                .flatMap(source -> ((IterableConfigurationPropertySource) source).stream())
                .filter(name -> isWithin(LIBRARIES, name) && !isWithin(DO_NOT_CHANGE_BEANS, name))
                .filter(name -> !name.equals(FORWARD_HEADERS)
                        || "framework".equalsIgnoreCase(environment.getProperty(FORWARD_HEADERS.toString())))
                .map(ConfigurationPropertyName::toString)
                .toList();
    }

    private static boolean isInJar(ConfigurationPropertySource source) {
        return source.getUnderlyingSource() instanceof PropertySource<?> properties
                && properties.getName().startsWith("Config resource 'class path resource");
    }

    private static boolean isWithin(ConfigurationPropertyName[] namespaces, ConfigurationPropertyName name) {
        return Stream.of(namespaces).anyMatch(space -> space.equals(name) || space.isAncestorOf(name));
    }

    private static ConfigurationPropertyName[] names(String... names) {
        return Stream.of(names).map(ConfigurationPropertyName::of).toArray(ConfigurationPropertyName[]::new);
    }
}
