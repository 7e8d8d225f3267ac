package dev.bobbin;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/** Looks first at those of Spring Boot's settings that it would use unseen, or report without their names. */
class SpringSettings implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    private static final int LARGEST_PORT = 65535;

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        Binder settings = Binder.get(context.getEnvironment());
        checkPort(settings, "server.port");
        checkPort(settings, "management.server.port");
        checkPattern(settings, "server.tomcat.remoteip.internal-proxies");
        checkProbability(settings, "management.tracing.sampling.probability");
    }

    private static void checkPort(Binder settings, String name) {
        settings.bind(name, Integer.class).ifBound(port -> {
            if (port > LARGEST_PORT) {
                throw new InvalidConfigurationPropertyValueException(
                        name, port, "It has to be at most " + LARGEST_PORT + "; 0 is any that is free.");
            }
        });
    }

    private static void checkPattern(Binder settings, String name) {
        settings.bind(name, String.class).ifBound(pattern -> {
            try {
                Pattern.compile(pattern);
            } catch (PatternSyntaxException e) {
                throw new InvalidConfigurationPropertyValueException(
                        name, pattern, "It has to be a regular expression, such as 10\\.0\\.0\\.7.");
            }
        });
    }

    private static void checkProbability(Binder settings, String name) {
        settings.bind(name, Double.class).ifBound(probability -> {
            if (!(probability >= 0 && probability <= 1)) {
                throw new InvalidConfigurationPropertyValueException(
                        name, probability, "It has to be between 0 and 1.");
            }
        });
    }
}
