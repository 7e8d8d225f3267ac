package dev.bobbin.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class ApiKeysTests {

    @Test
    void findsTheProjectOfAPlainKeyAndOfADigest() {
        ApiKeys keys = keys(Map.of(
                "red",
                List.of(
                        "sk-red",
                        "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"))); // of "abc"

        assertThat(keys.projectOf("sk-red")).contains(new Project("red"));
        assertThat(keys.projectOf("abc")).contains(new Project("red"));
        assertThat(keys.projectOf("sk-re")).isEmpty();
        assertThat(keys.projectOf("sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"))
                .isEmpty();
    }

    @Test
    void usesTheProjectDefaultUnlessOnlyOtherProjectsHaveKeys() {
        assertThat(keys(Map.of()).defaultProject()).isEqualTo(Project.DEFAULT);
        assertThat(keys(Map.of("a", List.of("1"), "default", List.of("2"))).defaultProject())
                .isEqualTo(Project.DEFAULT);
        assertThat(keys(Map.of("b", List.of("1"), "a", List.of("2"))).defaultProject())
                .isEqualTo(new Project("a"));
    }

    @Test
    void readsKeysFromEnvironmentVariables() {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(new SystemEnvironmentPropertySource(
                        "systemEnvironment",
                        Map.of(
                                "BOBBIN_APIKEYS_DEFAULT",
                                "sk-1,sk-2",
                                "BOBBIN_APIKEYS_RED_0",
                                "sk-3",
                                "BOBBIN_API_KEYS_BLUE",
                                "sk-4",
                                "BOBBIN_ADMINKEYS",
                                "sk-5,sk-6")));
        ApiKeys keys = new ApiKeys(new Binder(ConfigurationPropertySources.get(environment))
                .bind("bobbin", SecurityProperties.class)
                .get());

        assertThat(keys.projectOf("sk-2")).contains(Project.DEFAULT);
        assertThat(keys.projectOf("sk-3")).contains(new Project("red"));
        assertThat(keys.isAdmin("sk-6")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "sha256:", "sha256:12ab", "sha256:secret"})
    void rejectsAnInvalidKeyWithoutShowingIt(String key) {
        assertThatThrownBy(() -> keys(Map.of("red", List.of(key))))
                .isInstanceOf(InvalidApiKeyException.class)
                .hasMessageStartingWith("Invalid value for bobbin.api-keys.red: ")
                .hasMessageNotContaining("secret");
    }

    @Test
    void rejectsAProjectWithoutKeysAndAKeyOfTwoProjects() {
        assertThatThrownBy(() -> keys(Map.of("red", List.of()))).hasMessageContaining("it contains no key");
        assertThatThrownBy(() -> keys(Map.of("red", List.of("sk-1"), "blue", List.of("sk-1"))))
                .hasMessage("Invalid value for bobbin.api-keys.red: bobbin.api-keys.blue contains the same key.");
    }

    @Test
    void distinguishesAdminKeysFromProjectKeys() {
        ApiKeys keys = keys(
                Map.of("red", List.of("sk-red")),
                "sk-admin",
                "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"); // of "abc"

        assertThat(keys.isAdmin("sk-admin")).isTrue();
        assertThat(keys.isAdmin("abc")).isTrue();
        assertThat(keys.isAdmin("sk-red")).isFalse();
        assertThat(keys.projectOf("sk-admin")).isEmpty();
        assertThat(keys(Map.of(), "sk-admin").isEmpty()).isTrue();
    }

    @Test
    void rejectsAnAdminKeyThatIsInvalidOrBelongsToAProjectWithoutShowingIt() {
        assertThatThrownBy(() -> keys(Map.of(), "sha256:secret"))
                .isInstanceOf(InvalidApiKeyException.class)
                .hasMessage("Invalid value for bobbin.admin-keys: "
                        + "a digest must be 'sha256:' followed by 64 hexadecimal digits.");
        assertThatThrownBy(() -> keys(Map.of("red", List.of("sk-secret")), "sk-secret"))
                .isInstanceOf(InvalidApiKeyException.class)
                .hasMessage("Invalid value for bobbin.admin-keys: bobbin.api-keys.red contains the same key.");
    }

    private static ApiKeys keys(Map<String, List<String>> keys, String... adminKeys) {
        return new ApiKeys(new SecurityProperties(keys, List.of(adminKeys), null));
    }
}
