package dev.bobbin.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bobbin.BobbinApplication;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The arguments of the jar that are not settings. */
@ExtendWith(OutputCaptureExtension.class)
class CommandLineTests {

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h", "help", "backup --help", "--server.port=9000 -h"})
    void printsTheUsage(String arguments, CapturedOutput output) throws Exception {
        assertThat(CommandLine.hasCommand(arguments.split(" "))).isTrue();
        assertThat(run(arguments.split(" "))).isZero();
        assertThat(output.getOut())
                .contains("backup FILE", "restore FILE", "export FILE", "key new", "--bobbin.data-dir");
        assertThat(output.getErr()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "-V", "version"})
    void printsTheVersion(String argument, CapturedOutput output) throws Exception {
        assertThat(CommandLine.hasCommand(argument)).isTrue();
        assertThat(run(argument)).isZero();
        assertThat(output.getOut()).matches("Bobbin 1\\.\\d+\\.\\d+\\S*, Java \\d+\\S*\\R");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "backup",
                "backup -x",
                "key",
                "start",
                "-Dserver.port=9000",
                "restore a.zip b.zip",
                "export",
                "import -x"
            })
    void rejectsWrongArgumentsWithTheUsage(String arguments, CapturedOutput output) throws Exception {
        assertThat(CommandLine.hasCommand(arguments.split(" "))).isTrue();
        assertThat(run(arguments.split(" "))).isEqualTo(2);
        assertThat(output.getErr()).contains("There is no command '" + arguments + "'.", "backup FILE");
        assertThat(output.getOut()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"export file --thred=thread_1", "import file --thread=thread_1", "import - --create_threads"})
    void rejectsUnknownOptionsOfATransfer(String arguments, CapturedOutput output) throws Exception {
        assertThat(run(arguments.split(" "))).isEqualTo(2);
        assertThat(output.getErr()).contains("There is no option --", "--create-threads");
        assertThat(output.getOut()).isEmpty();
    }

    @Test
    void startsTheServerIfAllArgumentsAreSettings() {
        assertThat(CommandLine.hasCommand()).isFalse();
        assertThat(CommandLine.hasCommand("--server.port=9000", "--debug")).isFalse();
    }

    @Test
    void reportsThatTheSettingsAreValid(CapturedOutput output) throws Exception {
        assertThat(run("check", "--bobbin.data-dir=/nowhere/data", "--server.port=1"))
                .isZero();
        assertThat(output.getOut().lines().reduce((first, last) -> last)).contains("The settings are valid.");
        assertThat(output.getAll()).doesNotContain("Bobbin is ready");
        assertThat(Path.of("/nowhere")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    bobbin.api-keys.default               | sha256:secret | 64 hexadecimal digits
                    bobbin.cors.allowed-origins           | app.example   | such as https://app.example
                    bobbin.data-dir                       | ''            | such as ./data
                    bobbin.data-dirr                      | /data         | Did you mean bobbin.data-dir?
                    bobbin.keys-file                      | /nowhere      | cannot be read
                    bobbin.max-page-size                  | 0             | at least 1 byte
                    bobbin.rate-limit.requests-per-minute | 0             | at least 1
                    bobbin.request-log                    | maybe         | true or false
                    bobbin.request-timeout                | 40            | It needs a unit
                    bobbin.require-beta-header            | maybe         | true or false
                    server.address                        | 0.0.0.0       | Set a key
                    server.port                           | 99999         | at most 65535
                    spring.datasource.url                 | jdbc:oracle:x | such as jdbc:postgresql://localhost/bobbin
                    """)
    void reportsAnInvalidSettingLikeAStart(String setting, String value, String reason, CapturedOutput output) {
        assertThatThrownBy(() -> run("check", "--" + setting + "=" + value));
        assertThat(output.getOut().lines().filter(line -> line.contains(" ERROR ")))
                .singleElement()
                .asString()
                .contains("Bobbin does not start. ", setting, reason);
        assertThat(output.getOut()).doesNotContain("The settings are valid.");
    }

    private static int run(String... arguments) throws InterruptedException {
        return CommandLine.run(new SpringApplication(BobbinApplication.class), arguments);
    }
}
