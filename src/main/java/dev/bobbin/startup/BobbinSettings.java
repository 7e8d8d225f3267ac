package dev.bobbin.startup;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Rejects unknown settings with the prefix {@code bobbin}, and durations without a unit. Spring Boot would ignore a
 * misspelt setting, so the server could start without keys or with another data folder. It would also read a duration
 * without a unit as milliseconds.
 */
class BobbinSettings implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    private static final Logger log = LoggerFactory.getLogger(BobbinSettings.class);

    private static final Pattern PROPERTY = Pattern.compile("bobbin\\..+", Pattern.CASE_INSENSITIVE);
    private static final Pattern VARIABLE = Pattern.compile("bobbin_.+", Pattern.CASE_INSENSITIVE);

    /** Kubernetes sets the first ones in every pod if a service is named {@code bobbin}. Clients use the last two. */
    private static final Pattern OF_OTHER_PROGRAMS = Pattern.compile("BOBBIN_((SERVICE|PORT)(_.*)?|URL|KEY)");

    private static final Pattern KEYS_WITH_UNDERSCORE =
            Pattern.compile("BOBBIN_APIKEYS_(.*_.*)", Pattern.CASE_INSENSITIVE);

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        List<String> properties = names(context.getEnvironment(), false, PROPERTY);
        List<String> variables = names(context.getEnvironment(), true, VARIABLE);
        if (properties.isEmpty() && variables.isEmpty()) {
            return;
        }
        List<Setting> settings = Setting.all();
        if (!settings.isEmpty()) {
            checkProperties(properties, settings);
            checkVariables(variables, settings);
            variables.forEach(BobbinSettings::checkProject);
            checkPort(context.getEnvironment());
            checkDurations(context.getEnvironment(), settings);
        }
    }

    /** The names that match the pattern, in the environment variables or everywhere else. */
    private static List<String> names(ConfigurableEnvironment environment, boolean inVariables, Pattern pattern) {
        return environment.getPropertySources().stream()
                .filter(source -> source instanceof SystemEnvironmentPropertySource == inVariables)
                .filter(EnumerablePropertySource.class::isInstance)
                .flatMap(source -> Stream.of(((EnumerablePropertySource<?>) source).getPropertyNames()))
                .filter(name -> pattern.matcher(name).matches())
                .sorted()
                .toList();
    }

    private static void checkProperties(List<String> names, List<Setting> settings) {
        for (String name : names) {
            if (settings.stream().noneMatch(setting -> setting.isSetBy(name))) {
                throw new UnknownSettingException(
                        name, Spelling.ofProperties(settings).nearest(name));
            }
        }
    }

    /** Rejects a variable only if it is similar to a setting. The other ones may belong to another program. */
    private static void checkVariables(List<String> names, List<Setting> settings) {
        List<String> unknown = names.stream()
                .filter(name -> settings.stream().noneMatch(setting -> setting.isSetByVariable(name)))
                .toList();
        for (String name : unknown) {
            Optional<String> nearest = Spelling.ofVariables(settings).nearest(name);
            if (nearest.isPresent()) {
                throw new UnknownSettingException(name, nearest);
            }
        }
        List<String> ignored = unknown.stream()
                .filter(name -> !OF_OTHER_PROGRAMS.matcher(name).matches())
                .toList();
        if (!ignored.isEmpty()) {
            log.warn("These environment variables are not settings of Bobbin: {}.", String.join(", ", ignored));
        }
    }

    /** Spring Boot reads {@code MY_APP} as {@code my.app}, but the operator may have meant another name. */
    private static void checkProject(String variable) {
        Matcher keys = KEYS_WITH_UNDERSCORE.matcher(variable.replaceFirst("_\\d+$", ""));
        if (keys.matches()) {
            String project = keys.group(1).replaceAll("_+", ".").toLowerCase(Locale.ROOT);
            log.warn(
                    "{} sets the keys of the project '{}'. If the project has another name, use application.yaml.",
                    variable,
                    project);
        }
    }

    /** Kubernetes sets a URL, such as {@code tcp://10.0.0.1:80}. So a number comes from the operator. */
    private static void checkPort(ConfigurableEnvironment environment) {
        if (environment.getProperty("BOBBIN_PORT", "").strip().matches("\\d+")) {
            log.warn("BOBBIN_PORT is not a setting of Bobbin. The variable SERVER_PORT sets the port.");
        }
    }

    private static void checkDurations(ConfigurableEnvironment environment, List<Setting> settings) {
        Binder values = Binder.get(environment);
        settings.stream().filter(Setting::isDuration).forEach(setting -> {
            if (setting.isMap()) {
                values.bind(setting.name(), Bindable.mapOf(String.class, String.class))
                        .ifBound(map -> map.forEach((key, value) -> checkUnit(setting.name() + "." + key, value)));
            } else {
                values.bind(setting.name(), String.class).ifBound(value -> checkUnit(setting.name(), value));
            }
        });
    }

    /** Rejects a positive duration without a unit. For some settings of Spring Boot, -1 means no limit. */
    static void checkUnit(String name, String value) {
        if (value.strip().matches("\\+?0*[1-9]\\d*")) {
            throw new InvalidConfigurationPropertyValueException(
                    name, value, "It needs a unit, such as 30s, 5m or 90d.");
        }
    }
}
