package dev.bobbin.startup;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.util.unit.DataSize;

/**
 * Reports a setting whose value has the wrong type. Spring Boot's own report would name Java classes, and could contain
 * a key.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class InvalidSettingFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

    private static final Map<Class<?>, String> EXPECTED = Map.of(
            Boolean.class, "true or false",
            Duration.class, "a duration, such as 30s, 5m or 90d",
            DataSize.class, "a size, such as 8MB",
            Double.class, "a number, such as 0.5",
            Integer.class, "a whole number",
            InetAddress.class, "an address of this machine, such as 127.0.0.1");

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
        String setting = cause.getName().toString();
        Class<?> type = cause.getTarget().getBoxedType().resolve(Object.class);
        return new FailureAnalysis(
                "Invalid value" + value(setting, cause.getProperty()) + " for " + setting + ". It must be "
                        + expected(setting, type) + ".",
                null,
                cause);
    }

    private static String value(String setting, @Nullable ConfigurationProperty property) {
        return property == null || mayBeSecret(setting) ? "" : " '" + property.getValue() + "'";
    }

    private static boolean mayBeSecret(String setting) {
        return setting.matches(".*(key|password|secret|token).*");
    }

    private static String expected(String setting, Class<?> type) {
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(value -> value.toString().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .collect(Collectors.joining(", ", "one of ", ""));
        }
        if (Map.class.isAssignableFrom(type)) {
            return "set by name, such as " + setting + ".default";
        }
        return EXPECTED.getOrDefault(type, "a value for " + type.getSimpleName());
    }
}
