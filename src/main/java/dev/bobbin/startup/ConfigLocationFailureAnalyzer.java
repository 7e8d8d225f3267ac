package dev.bobbin.startup;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Reports a location of settings that Spring Boot cannot load, such as a folder without a slash at the end. */
class ConfigLocationFailureAnalyzer extends AbstractFailureAnalyzer<IllegalStateException> {

    private static final String HINT =
            ". A location is a file such as application.yaml, or a folder that ends with a slash.";

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, IllegalStateException cause) {
        String problem = String.valueOf(cause.getMessage());
        // Spring Boot has no type of its own for this exception.
        return problem.startsWith("Unable to load config data from ")
                ? new FailureAnalysis(problem + HINT, null, cause)
                : null;
    }
}
