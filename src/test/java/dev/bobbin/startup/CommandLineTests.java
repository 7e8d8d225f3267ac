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
    @ValueSource(strings = {"--help", "-h", "help", "backup --help", "help backup", "--server.port=9000 -h"})
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
    @CsvSource(delimiter = '|', textBlock = """
                    backup                         | Write the command as 'backup FILE', and settings as --name=value.
                    backup -x                      | Write the command as 'backup FILE', and settings as --name=value.
                    restore a.zip b.zip            | Write the command as 'restore FILE', and settings as --name=value.
                    export                         | Write the command as 'export FILE', and settings as --name=value.
                    import -x                      | Write the command as 'import FILE', and settings as --name=value.
                    key                            | Write the command as 'key new', and settings as --name=value.
                    check --bobbin.data-dir /data  | Write the command as 'check', and settings as --name=value.
                    bakcup a.zip                   | There is no command 'bakcup'. Did you mean 'backup'?
                    start                          | There is no command 'start'.
                    -Dserver.port=9000             | There is no command '-Dserver.port=9000'.
                    --hlep                         | There is no option --hlep here.
                    --port=9000                    | There is no option --port here.
                    --                             | There is an option without a name. Write settings as --name=value.
                    --=9000                        | There is an option without a name. Write settings as --name=value.
                    export file -- --thread=t      | There is an option without a name. Write settings as --name=value.
                    check --port=9000              | There is no option --port here.
                    backup a.zip --url=http://b    | There is no option --url here.
                    restore a.zip --data-dir=/data | There is no option --data-dir here.
                    export file --thred=thread_1   | There is no option --thred here.
                    export file --metadata=user    | Write a filter as --metadata=NAME=VALUE.
                    export file --url=nowhere      | '''nowhere'' is not a URL such as http://127.0.0.1:8080.'
                    import file --thread=thread_1  | There is no option --thread here.
                    import - --create_threads      | There is no option --create_threads here.
                    """)
    void rejectsWrongArgumentsWithTheUsage(String arguments, String problem, CapturedOutput output) throws Exception {
        assertThat(CommandLine.hasCommand(arguments.split(" "))).isTrue();
        assertThat(run(arguments.split(" "))).isEqualTo(2);
        assertThat(output.getErr()).startsWith(problem).contains("backup FILE", "--create-threads");
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
        assertThat(output.getOut().lines()).contains("The settings are valid.");
        assertThat(output.getOut()).doesNotContain("No API key is set");
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
                    server.port                           | 99999         | from 0 to 65535
                    server.port                           | -1            | from 0 to 65535
                    spring.datasource.url                 | jdbc:oracle:x | such as jdbc:postgresql://localhost/bobbin
                    """)
    void printsWhyASettingIsInvalid(String setting, String value, String reason, CapturedOutput output) {
        assertThatThrownBy(() -> run("check", "--" + setting + "=" + value));
        assertThat(output.getErr().lines())
                .anySatisfy(line ->
                        assertThat(line).contains(setting, reason).doesNotContain(" ERROR ", "Bobbin does not start"));
        assertThat(output.getErr()).doesNotContain("Application run failed");
        assertThat(output.getOut()).doesNotContain(setting, "The settings are valid.");
    }

    @Test
    void doesNotReportAFailedCommandAsAFailedStart(CapturedOutput output) {
        assertThatThrownBy(() -> run("key", "new", "--bobbin.data-dirr=/data"));
        assertThat(output.getErr().lines()).contains("Unknown setting bobbin.data-dirr. Did you mean bobbin.data-dir?");
        assertThat(output.getOut()).doesNotContain("bobbin.data-dirr");
    }

    private static int run(String... arguments) throws InterruptedException {
        return CommandLine.run(new SpringApplication(BobbinApplication.class), arguments);
    }
}
