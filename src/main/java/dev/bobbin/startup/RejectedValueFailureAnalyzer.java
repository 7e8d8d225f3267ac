package dev.bobbin.startup;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/** Reports a value that a check of the settings has rejected, with the reason. Spring Boot's own report is longer. */
@Order(Ordered.HIGHEST_PRECEDENCE)
class RejectedValueFailureAnalyzer extends AbstractFailureAnalyzer<InvalidConfigurationPropertyValueException> {

    private final Environment environment;

    RejectedValueFailureAnalyzer(Environment environment) {
        this.environment = environment;
    }

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidConfigurationPropertyValueException cause) {
        // The environment has the value as the operator has written it, such as 2GB.
        String value = environment.getProperty(cause.getName(), String.valueOf(cause.getValue()));
        return new FailureAnalysis(
                "Invalid value '" + value + "' for " + cause.getName() + ". " + cause.getReason(), null, cause);
    }
}
