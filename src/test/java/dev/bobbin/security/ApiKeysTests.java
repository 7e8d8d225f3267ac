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
    void takesDefaultForTheFirstProjectIfItIsServed() {
        assertThat(keys(Map.of()).firstProject()).isEqualTo(Project.DEFAULT);
        assertThat(keys(Map.of("a", List.of("1"), "default", List.of("2"))).firstProject())
                .isEqualTo(Project.DEFAULT);
        assertThat(keys(Map.of("b", List.of("1"), "a", List.of("2"))).firstProject())
                .isEqualTo(new Project("a"));
    }

    @Test
    void readsKeysFromTheEnvironment() {
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
    void refusesAKeyThatIsNoneWithoutShowingIt(String key) {
        assertThatThrownBy(() -> keys(Map.of("red", List.of(key))))
                .isInstanceOf(InvalidApiKeyException.class)
                .hasMessageStartingWith("A key in bobbin.api-keys.red cannot be used: ")
                .hasMessageNotContaining("secret");
    }

    @Test
    void refusesAProjectWithoutKeysAndAKeyOfTwoProjects() {
        assertThatThrownBy(() -> keys(Map.of("red", List.of()))).hasMessageContaining("it is empty");
        assertThatThrownBy(() -> keys(Map.of("red", List.of("sk-1"), "blue", List.of("sk-1"))))
                .hasMessage("A key in bobbin.api-keys.red cannot be used: bobbin.api-keys.blue has the same key.");
    }

    @Test
    void tellsAdminKeysFromThoseOfProjects() {
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
    void refusesAnAdminKeyThatIsNoneOrAProjectsWithoutShowingIt() {
        assertThatThrownBy(() -> keys(Map.of(), "sha256:secret"))
                .isInstanceOf(InvalidApiKeyException.class)
                .hasMessage("A key in bobbin.admin-keys cannot be used: "
                        + "a digest is 'sha256:' and 64 hexadecimal digits.");
        assertThatThrownBy(() -> keys(Map.of("red", List.of("sk-secret")), "sk-secret"))
                .isInstanceOf(InvalidApiKeyException.class)
                .hasMessage("A key in bobbin.admin-keys cannot be used: bobbin.api-keys.red has the same key.");
    }

    private static ApiKeys keys(Map<String, List<String>> keys, String... adminKeys) {
        return new ApiKeys(new SecurityProperties(keys, List.of(adminKeys), null));
    }
}
