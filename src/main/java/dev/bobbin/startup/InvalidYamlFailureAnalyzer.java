package dev.bobbin.startup;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * Reports a file of settings that is not valid YAML, without its content. The exception does not contain the name of
 * the file.
 */
class InvalidYamlFailureAnalyzer extends AbstractFailureAnalyzer<MarkedYAMLException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, MarkedYAMLException cause) {
        Mark place = cause.getProblemMark();
        return new FailureAnalysis(
                "A file with settings, such as application.yaml, is not valid YAML: line " + (place.getLine() + 1)
                        + ", column " + (place.getColumn() + 1) + ": " + cause.getProblem(),
                null,
                cause);
    }
}
