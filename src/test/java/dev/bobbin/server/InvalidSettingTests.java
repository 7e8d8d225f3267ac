package dev.bobbin.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bobbin.BobbinApplication;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/**
 * An invalid setting stops the start-up. One log line names the setting and what the server expects. All starts use the
 * same database in memory, so only the first one creates tables.
 */
@ExtendWith(OutputCaptureExtension.class)
class InvalidSettingTests {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    bobbin.admin-keyss                      | sk-secret   | Did you mean bobbin.admin-keys?
                    bobbin.api-key.default                  | sk-secret   | Did you mean bobbin.api-keys.default?
                    bobbin.api-keys                         | sk-secret   | such as bobbin.api-keys.default
                    bobbin.api-keys.default                 | sha256:secret | 64 hexadecimal digits
                    bobbin.api-keys.default                 | sk secret   | visible ASCII characters
                    bobbin.cors.allowed-origins             | app.example | such as https://app.example
                    bobbin.data-dir                         | ''          | such as ./data
                    bobbin.data-dirr                        | /data       | Did you mean bobbin.data-dir?
                    bobbin.database-wait                    | soon        | Invalid value 'soon' for bobbin.database-wait. It must be a duration, such as 30s, 5m or 90d.
                    bobbin.database-wait                    | 30          | It needs a unit
                    bobbin.database-wait                    | -1s         | cannot be negative
                    bobbin.import.directory                 | /nowhere    | a folder that exists
                    bobbin.import.max-size                  | -1MB        | cannot be negative
                    bobbin.keys-file                        | /nowhere    | cannot be read
                    bobbin.max-body-size                    | 2GB         | Invalid value '2GB' for bobbin.max-body-size. It must be between 1 byte and 1 GB.
                    bobbin.max-page-size                    | 0           | at least 1 byte
                    bobbin.max-page-size                    | huge        | a size, such as 8MB
                    bobbin.min-free-disk                    | -1MB        | cannot be negative
                    bobbin.rate-limit.requests-per-minute   | 0           | at least 1
                    bobbin.rate-limit.requests-per-minute   | many        | a whole number
                    bobbin.request-log                      | maybe       | true or false
                    bobbin.request-timeout                  | 0           | such as 30s
                    bobbin.request-timeout                  | 40          | It needs a unit
                    bobbin.request-timeout                  | 0s          | such as 30s
                    bobbin.require-beta-header              | maybe       | true or false
                    bobbin.retention                        | 30d         | such as bobbin.retention.default
                    bobbin.retention.default                | soon        | a duration, such as 30s
                    bobbin.retention.default                | 30          | Invalid value '30' for bobbin.retention.default. It needs a unit, such as 30s, 5m or 90d.
                    bobbin.retention.default                | 0s          | must be positive
                    bobbin.retention.default                | 23h         | bobbin.retention-under-a-day=true
                    bobbin.retention.defualt                | 30d         | There is no such project, only default
                    bobbin.retention-dry-run                | maybe       | true or false
                    bobbin.retention-dryrunn                | true        | Did you mean bobbin.retention-dry-run?
                    bobbin.retention-under-a-day            | maybe       | true or false
                    bobbin.ui.enabled                       | maybe       | true or false
                    bobbin.timeout                          | 40s         | docs/operations.md lists all settings
                    management.opentelemetry.tracing.export.otlp.endpoint | collector:4318 | such as http://collector
                    management.server.port                  | abc         | a whole number
                    management.server.port                  | 99999       | from 0 to 65535
                    management.tracing.sampling.probability | 7           | between 0 and 1
                    server.address                          | 0.0.0.0     | Set a key
                    server.forward-headers-strategy         | nativ       | one of native, framework, none
                    server.port                             | 99999       | from 0 to 65535
                    server.tomcat.connection-timeout        | 10          | It needs a unit
                    server.tomcat.remoteip.internal-proxies | [           | a regular expression
                    spring.datasource.url                   | jdbc:h2:checked:./secret/bobbin | set bobbin.data-dir
                    spring.datasource.url                   | jdbc:oracle:thin:u/secret@h | such as jdbc:postgresql://localhost/bobbin
                    spring.datasource.url                   | jdbc:postgresql://u:secret@localhost/bobbin | spring.datasource.password
                    spring.datasource.url                   | postgres://u:secret@localhost/bobbin | such as jdbc:postgresql://localhost/bobbin
                    spring.lifecycle.timeout-per-shutdown-phase | 30      | It needs a unit
                    """)
    void stopsStartUpWithOneLogLine(String setting, String value, String expectation, CapturedOutput output) {
        assertThatThrownBy(() -> new SpringApplicationBuilder(BobbinApplication.class)
                .properties("server.port=0", "spring.datasource.url=jdbc:h2:mem:wrong;DB_CLOSE_DELAY=-1")
                .run("--" + setting + "=" + value));

        assertThat(output.getAll().lines().filter(line -> line.contains(" ERROR ")))
                .singleElement()
                .asString()
                .contains("Bobbin does not start. ", setting, expectation)
                .doesNotContain("secret", "Validation failed", "Review the value");
    }
}
