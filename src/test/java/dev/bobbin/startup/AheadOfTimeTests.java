package dev.bobbin.startup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Settings that may change the beans, so that the jar cannot use its generated bean definitions. */
class AheadOfTimeTests {

    @ParameterizedTest
    @CsvSource({
        "bobbin.api-keys.default, sk-1",
        "bobbin.data-dir, /data",
        "bobbin.request-log, true",
        "logging.structured.format.console, ecs",
        "server.forward-headers-strategy, native",
        "server.port, 9000",
        "server.tomcat.connection-timeout, 20s",
        "server.tomcat.remoteip.internal-proxies, 10.*",
        "spring.datasource.url, jdbc:postgresql://localhost/bobbin",
        "spring.datasource.hikari.maximum-pool-size, 5",
        "spring.lifecycle.timeout-per-shutdown-phase, 5s",
    })
    void ignoresSettingsThatDoNotChangeBeans(String name, String value) {
        assertThat(settingsThatMayChangeBeans(argument(name, value))).isEmpty();
        assertThat(settingsThatMayChangeBeans(variable(name.replace("-", ""), value)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "management.opentelemetry.tracing.export.otlp.endpoint, http://localhost:4318/v1/traces",
        "management.server.port, 9090",
        "server.forward-headers-strategy, FRAMEWORK",
        "spring.application.admin.enabled, true",
        "spring.datasource.type, com.example.Pool",
        "spring.main.lazy-initialization, true",
        "spring.profiles.active, demo",
        "spring.threads.virtual.enabled, false",
        "springdoc.swagger-ui.enabled, false",
    })
    void findsSettingsThatMayChangeBeans(String name, String value) {
        assertThat(settingsThatMayChangeBeans(argument(name, value))).containsExactly(name);
        assertThat(settingsThatMayChangeBeans(variable(name.replace("-", ""), value)))
                .hasSize(1);
        assertThat(settingsThatMayChangeBeans(variable(name.replace("-", "."), value)))
                .hasSize(1);
    }

    private static PropertySource<?> argument(String name, String value) {
        return new MapPropertySource("arguments", Map.of(name, value));
    }

    private static PropertySource<?> variable(String name, String value) {
        String variable = name.replace('.', '_').toUpperCase(Locale.ROOT);
        return new SystemEnvironmentPropertySource(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, Map.of(variable, value));
    }

    /** Returns the settings of an environment that has only this property source. */
    private static List<String> settingsThatMayChangeBeans(PropertySource<?> source) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().stream()
                .map(PropertySource::getName)
                .toList()
                .forEach(environment.getPropertySources()::remove);
        environment.getPropertySources().addFirst(source);
        ConfigurationPropertySources.attach(environment);
        return AheadOfTime.settingsThatMayChangeBeans(environment);
    }
}
