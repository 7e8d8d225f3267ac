package dev.bobbin.telemetry;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Activates tracing only if the operator has set an address to export traces to. The condition applies to Spring Boot's
 * configuration classes and to {@link TracingConfiguration}.
 */
final class TracingCondition implements AutoConfigurationImportFilter, EnvironmentAware, Condition {

    private static final String ENDPOINT = "management.opentelemetry.tracing.export.otlp.endpoint";

    private boolean enabled;

    @Override
    public void setEnvironment(Environment environment) {
        enabled = isEnabled(environment);
    }

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        return isEnabled(context.getEnvironment());
    }

    @Override
    public boolean[] match(@Nullable String[] candidates, AutoConfigurationMetadata metadata) {
        boolean[] matches = new boolean[candidates.length];
        for (int i = 0; i < matches.length; i++) {
            matches[i] = enabled || !isTracing(candidates[i]);
        }
        return matches;
    }

    /** A candidate that another filter has excluded is null. */
    private static boolean isTracing(@Nullable String candidate) {
        return candidate != null
                && (candidate.startsWith("org.springframework.boot.opentelemetry.")
                        || candidate.startsWith("org.springframework.boot.micrometer.tracing."));
    }

    private static boolean isEnabled(Environment environment) {
        return !environment.getProperty(ENDPOINT, "").isBlank();
    }
}
