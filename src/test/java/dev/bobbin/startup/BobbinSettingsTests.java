package dev.bobbin.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** The names of settings that the server accepts, rejects or ignores. */
@ExtendWith(OutputCaptureExtension.class)
class BobbinSettingsTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bobbin.data-dir",
                "bobbin.dataDir",
                "bobbin.data_dir",
                "bobbin.admin-keys",
                "bobbin.admin-keys[0]",
                "bobbin.api-keys.default",
                "bobbin.api-keys.default[1]",
                "bobbin.api-keys[my.project]",
                "bobbin.cors.allowed-origins[0]",
                "bobbinet.data-dir",
                "server.port",
            })
    void acceptsKnownProperties(String name) {
        check(property(name));
    }

    @ParameterizedTest
    @CsvSource({
        "bobbin.data-dirr, Did you mean bobbin.data-dir?",
        "bobbin.datadri, Did you mean bobbin.data-dir?",
        "bobbin.apikeys-default, docs/operations.md lists all settings.",
        "bobbin.api-key.acme, Did you mean bobbin.api-keys.acme?",
        "bobbin.api.keys.acme, Did you mean bobbin.api-keys.acme?",
        "bobbin.cors-allowed-origins, Did you mean bobbin.cors.allowed-origins?",
        "bobbin.power.rounds, docs/operations.md lists all settings.",
    })
    void rejectsUnknownProperties(String name, String hint) {
        assertThatThrownBy(() -> check(property(name))).hasMessage("Unknown setting " + name + ". " + hint);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BOBBIN_DATADIR",
                "BOBBIN_DATA_DIR",
                "BOBBIN_ADMINKEYS",
                "BOBBIN_ADMIN_KEYS",
                "BOBBIN_ADMINKEYS_0",
                "BOBBIN_APIKEYS_DEFAULT",
                "BOBBIN_APIKEYS_DEFAULT_0",
                "BOBBIN_CORS_ALLOWEDORIGINS",
                "BOBBIN_CORS_ALLOWED_ORIGINS",
                "bobbin_datadir",
                "BOBBIN_URL",
                "BOBBIN_KEY",
                "BOBBIN_SERVICE_HOST",
                "BOBBIN_SERVICE_PORT",
                "BOBBIN_SERVICE_PORT_HTTP",
                "BOBBIN_PORT_80_TCP",
                "BOBBIN_PORT_80_TCP_ADDR",
            })
    void acceptsVariablesOfSettingsClientsAndKubernetes(String name, CapturedOutput output) {
        check(variable(name));

        assertThat(output.getAll()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "BOBBIN_API_KEYS_DEFAULT, BOBBIN_APIKEYS_DEFAULT",
        "BOBBIN_API_KEYS_SERVICE_1, BOBBIN_APIKEYS_SERVICE_1",
        "BOBBIN_APIKEY_DEFAULT, BOBBIN_APIKEYS_DEFAULT",
        "BOBBIN_API_KEYS, BOBBIN_APIKEYS",
        "BOBBIN_ADMINKEY, BOBBIN_ADMINKEYS",
        "BOBBIN_DATADIRS, BOBBIN_DATADIR",
    })
    void rejectsVariablesThatAreSimilarToASetting(String name, String setting) {
        assertThatThrownBy(() -> check(variable(name)))
                .hasMessage("Unknown setting " + name + ". Did you mean " + setting + "?");
    }

    @Test
    void warnsAboutOtherVariables(CapturedOutput output) {
        check(variable("BOBBIN_COLOUR"));

        assertThat(output.getAll().lines())
                .singleElement()
                .asString()
                .contains("WARN", "These environment variables are not settings of Bobbin: BOBBIN_COLOUR.");
    }

    @ParameterizedTest
    @CsvSource({"BOBBIN_APIKEYS_MY_APP, my.app", "BOBBIN_APIKEYS_MY_APP_0, my.app", "BOBBIN_APIKEYS_A__B_C, a.b.c"})
    void warnsThatAnUnderscoreInTheNameOfAProjectBecomesADot(String name, String project, CapturedOutput output) {
        check(variable(name));

        assertThat(output.getAll().lines())
                .singleElement()
                .asString()
                .contains("WARN", name + " sets the keys of the project '" + project + "'.");
    }

    @Test
    void namesTheVariableForThePort(CapturedOutput output) {
        check(variable("BOBBIN_PORT", "9000"));

        assertThat(output.getAll().lines())
                .singleElement()
                .asString()
                .contains("WARN", "BOBBIN_PORT is not a setting of Bobbin. The variable SERVER_PORT sets the port.");
    }

    @Test
    void ignoresThePortThatKubernetesSets(CapturedOutput output) {
        check(variable("BOBBIN_PORT", "tcp://10.0.0.1:80"));

        assertThat(output.getAll()).isEmpty();
    }

    private static PropertySource<?> property(String name) {
        return new MapPropertySource("arguments", Map.of(name, "secret"));
    }

    private static PropertySource<?> variable(String name) {
        return variable(name, "secret");
    }

    private static PropertySource<?> variable(String name, String value) {
        return new SystemEnvironmentPropertySource(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, Map.of(name, value));
    }

    private static void check(PropertySource<?> source) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(source);
        try (GenericApplicationContext context = new GenericApplicationContext()) {
            context.setEnvironment(environment);
            new BobbinSettings().initialize(context);
        }
    }
}
