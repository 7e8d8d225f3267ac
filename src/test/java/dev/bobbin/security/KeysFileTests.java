package dev.bobbin.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** API keys from a file that changes while the server runs. */
@ExtendWith(OutputCaptureExtension.class)
class KeysFileTests {

    private static final int RELOAD_INTERVAL_MILLIS = 50;
    private static final Project RED = new Project("red");

    @TempDir
    private Path folder;

    private Path file;
    private ApiKeys keys;

    @BeforeEach
    void readKeys() throws IOException {
        file = folder.resolve("keys.properties");
        write("bobbin.api-keys.red=sk-old\nbobbin.admin-keys=sk-admin");
        keys = new ApiKeys(settings(Map.of()), RELOAD_INTERVAL_MILLIS);
    }

    @AfterEach
    void stopReloading() {
        keys.destroy();
    }

    @Test
    void rotatesAKeyWithoutDowntime() throws IOException {
        write("bobbin.api-keys.red=sk-old, sk-new");
        await().untilAsserted(() -> assertThat(keys.projectOf("sk-new")).contains(RED));
        assertThat(keys.projectOf("sk-old")).contains(RED);
        assertThat(keys.isAdmin("sk-admin")).isFalse();

        write("bobbin.api-keys.red=sk-new");
        await().untilAsserted(() -> assertThat(keys.projectOf("sk-old")).isEmpty());
        assertThat(keys.projectOf("sk-new")).contains(RED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bobbin.admin-keys=sk-admin",
                "bobbin.api-keys.red=sha256:secret",
                "bobbin.api-keys.red=\\u00",
                "bobbin.api-keys=sk-secret",
                "bobbin.api-keys.red=sk-secret\nbobbin.api-keys.red=sk-other",
                "bobbin.api-keys.red=sk-secret\nbobbin.api-key.blue=sk-other"
            })
    void keepsTheCurrentKeysIfTheNewFileIsInvalid(String text, CapturedOutput output) throws IOException {
        write(text);

        awaitSingleError(output);
        assertThat(keys.projectOf("sk-old")).contains(RED);
        assertThat(keys.isEmpty()).isFalse();
        assertThat(output).doesNotContain("secret");
    }

    @Test
    void keepsTheCurrentKeysIfTheFileIsDeleted(CapturedOutput output) throws IOException {
        Files.delete(file);

        awaitSingleError(output);
        assertThat(keys.projectOf("sk-old")).contains(RED);
    }

    @Test
    void refusesToStartWithKeysBothInTheFileAndInSettings() {
        assertThatThrownBy(() -> new ApiKeys(settings(Map.of("blue", List.of("sk-blue")))))
                .isInstanceOf(InvalidApiKeyException.class)
                .hasMessageContaining("bobbin.keys-file")
                .hasMessageNotContaining("sk-blue");
    }

    @Test
    void refusesToStartIfTheFileIsMissing() throws IOException {
        Files.delete(file);

        assertThatThrownBy(() -> new ApiKeys(settings(Map.of())))
                .hasMessageContaining(file.toString())
                .hasMessageContaining("cannot be read");
    }

    private SecurityProperties settings(Map<String, List<String>> apiKeys) {
        return new SecurityProperties(apiKeys, List.of(), file.toString());
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text);
    }

    /** Waits until the log contains the error. Later attempts to read the file must not repeat it. */
    private static void awaitSingleError(CapturedOutput output) {
        await().during(Duration.ofMillis(5 * RELOAD_INTERVAL_MILLIS))
                .untilAsserted(() -> assertThat(output).containsOnlyOnce("The API keys stay unchanged."));
    }
}
