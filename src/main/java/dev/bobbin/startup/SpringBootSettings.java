package dev.bobbin.startup;

import java.net.URI;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/** Looks first at those of Spring Boot's settings that it would use unseen, or report without their names. */
class SpringBootSettings implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        Binder settings = Binder.get(context.getEnvironment());
        for (String name : new String[] {"server.port", "management.server.port"}) {
            check(settings, name, Integer.class, port -> port <= 65535, "at most 65535; 0 is any that is free");
        }
        check(
                settings,
                "server.tomcat.remoteip.internal-proxies",
                String.class,
                SpringBootSettings::isPattern,
                "a regular expression, such as 10\\.0\\.0\\.7");
        check(
                settings,
                "management.tracing.sampling.probability",
                Double.class,
                share -> share >= 0 && share <= 1,
                "between 0 and 1");
        check(
                settings,
                "management.opentelemetry.tracing.export.otlp.endpoint",
                String.class,
                address -> address.isBlank() || isWebAddress(address),
                "an address such as http://collector:4318/v1/traces");
    }

    private static <T> void check(Binder settings, String name, Class<T> type, Predicate<T> isRight, String right) {
        settings.bind(name, type).ifBound(value -> {
            if (!isRight.test(value)) {
                throw new InvalidConfigurationPropertyValueException(name, value, "It has to be " + right + ".");
            }
        });
    }

    private static boolean isPattern(String text) {
        try {
            Pattern.compile(text);
            return true;
        } catch (PatternSyntaxException e) {
            return false;
        }
    }

    private static boolean isWebAddress(String text) {
        try {
            URI address = URI.create(text);
            return address.getHost() != null
                    && String.valueOf(address.getScheme()).matches("https?");
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
