package dev.bobbin.startup;

import java.net.URI;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Checks some of Spring Boot's settings at start-up. Spring Boot itself would accept an invalid value, or report it
 * without the setting's name.
 */
class SpringBootSettings implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        Binder settings = Binder.get(context.getEnvironment());
        check(
                settings,
                "server.port",
                Integer.class,
                port -> port >= 0 && port <= 65535,
                "from 0 to 65535; 0 selects a free port");
        check(
                settings,
                "management.server.port",
                Integer.class,
                port -> port >= -1 && port <= 65535,
                "from 0 to 65535, or -1; 0 selects a free port, and -1 opens none");
        check(
                settings,
                "server.tomcat.remoteip.internal-proxies",
                String.class,
                SpringBootSettings::isRegularExpression,
                "a regular expression, such as 10\\.0\\.0\\.7");
        check(
                settings,
                "management.tracing.sampling.probability",
                Double.class,
                probability -> probability >= 0 && probability <= 1,
                "between 0 and 1");
        check(
                settings,
                "management.opentelemetry.tracing.export.otlp.endpoint",
                String.class,
                url -> url.isBlank() || isHttpUrl(url),
                "a URL, such as http://collector:4318/v1/traces");
        // Spring Boot reads 10 as 10 ms.
        for (String name : List.of("server.tomcat.connection-timeout", "spring.lifecycle.timeout-per-shutdown-phase")) {
            settings.bind(name, String.class).ifBound(value -> BobbinSettings.checkUnit(name, value));
        }
    }

    private static <T> void check(Binder settings, String name, Class<T> type, Predicate<T> isValid, String expected) {
        settings.bind(name, type).ifBound(value -> {
            if (!isValid.test(value)) {
                throw new InvalidConfigurationPropertyValueException(name, value, "It must be " + expected + ".");
            }
        });
    }

    private static boolean isRegularExpression(String text) {
        try {
            Pattern.compile(text);
            return true;
        } catch (PatternSyntaxException e) {
            return false;
        }
    }

    private static boolean isHttpUrl(String text) {
        try {
            URI url = URI.create(text);
            return url.getHost() != null && String.valueOf(url.getScheme()).matches("https?");
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
