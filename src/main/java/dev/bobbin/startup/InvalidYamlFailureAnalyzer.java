package dev.bobbin.startup;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Reports a file of settings that is not valid YAML, without its content. The exception does not contain the name of
 * the file.
 */
class InvalidYamlFailureAnalyzer extends AbstractFailureAnalyzer<YAMLException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, YAMLException cause) {
        return new FailureAnalysis(
                "A file with settings, such as application.yaml, is not valid YAML" + place(cause) + ".", null, cause);
    }

    private static String place(YAMLException cause) {
        if (!(cause instanceof MarkedYAMLException marked) || marked.getProblemMark() == null) {
            return "";
        }
        Mark place = marked.getProblemMark();
        return ", see line " + (place.getLine() + 1) + ", column " + (place.getColumn() + 1);
    }
}
