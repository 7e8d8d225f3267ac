package dev.bobbin.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bobbin.BobbinApplication;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A value that cannot be used stops the start with one line. It names the setting, the value and what would be right. */
@ExtendWith(OutputCaptureExtension.class)
class WrongSettingsTests {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    bobbin.api-keys.default                 | sha256:secret | 64 hexadecimal digits
                    bobbin.cors.allowed-origins             | app.example | such as https://app.example
                    bobbin.database-wait                    | soon        | not a valid duration
                    bobbin.database-wait                    | -1s         | cannot be negative
                    bobbin.keys-file                        | /nowhere    | cannot be read
                    bobbin.max-body-size                    | 2GB         | between 1 byte and 1 GB
                    bobbin.max-page-size                    | 0           | at least 1 byte
                    bobbin.min-free-disk                    | -1MB        | cannot be negative
                    bobbin.rate-limit.requests-per-minute   | 0           | at least 1
                    bobbin.request-log                      | maybe       | boolean
                    bobbin.request-timeout                  | 0s          | such as 30s
                    bobbin.require-beta-header              | maybe       | boolean
                    management.opentelemetry.tracing.export.otlp.endpoint | collector:4318 | such as http://collector
                    server.address                          | 0.0.0.0     | Set a key
                    """)
    void stopTheStart(String setting, String value, String right, CapturedOutput output) {
        assertThatThrownBy(() -> SpringApplication.run(
                BobbinApplication.class,
                "--server.port=0",
                "--spring.datasource.url=jdbc:h2:mem:wrong",
                "--" + setting + "=" + value));

        assertThat(output.getAll().lines().filter(line -> line.contains(" ERROR ")))
                .singleElement()
                .asString()
                .contains("Bobbin does not start. ", setting, right)
                .doesNotContain("secret");
    }
}
