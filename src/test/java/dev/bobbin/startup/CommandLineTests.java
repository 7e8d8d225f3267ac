package dev.bobbin.startup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The arguments of the jar that are not settings. */
@ExtendWith(OutputCaptureExtension.class)
class CommandLineTests {

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h", "help", "backup --help", "--server.port=9000 -h"})
    void printsTheUsage(String arguments, CapturedOutput output) throws Exception {
        assertThat(CommandLine.hasCommand(arguments.split(" "))).isTrue();
        assertThat(CommandLine.run(arguments.split(" "))).isZero();
        assertThat(output.getOut()).contains("backup FILE", "restore FILE", "key new", "--bobbin.data-dir");
        assertThat(output.getErr()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "-V", "version"})
    void printsTheVersion(String argument, CapturedOutput output) throws Exception {
        assertThat(CommandLine.hasCommand(argument)).isTrue();
        assertThat(CommandLine.run(argument)).isZero();
        assertThat(output.getOut()).matches("Bobbin 1\\.\\d+\\.\\d+\\S*, Java \\d+\\S*\\R");
    }

    @ParameterizedTest
    @ValueSource(strings = {"backup", "backup -x", "key", "start", "-Dserver.port=9000", "restore a.zip b.zip"})
    void rejectsWrongArgumentsWithTheUsage(String arguments, CapturedOutput output) throws Exception {
        assertThat(CommandLine.hasCommand(arguments.split(" "))).isTrue();
        assertThat(CommandLine.run(arguments.split(" "))).isEqualTo(2);
        assertThat(output.getErr()).contains("There is no command '" + arguments + "'.", "backup FILE");
        assertThat(output.getOut()).isEmpty();
    }

    @Test
    void startsTheServerIfAllArgumentsAreSettings() {
        assertThat(CommandLine.hasCommand()).isFalse();
        assertThat(CommandLine.hasCommand("--server.port=9000", "--debug")).isFalse();
    }
}
