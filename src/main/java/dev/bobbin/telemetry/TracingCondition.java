package dev.bobbin.telemetry;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Keeps all that is for traces, Spring Boot's and ours, out of a server that has nowhere to send them. */
final class TracingCondition implements AutoConfigurationImportFilter, EnvironmentAware, Condition {

    private static final String ENDPOINT = "management.opentelemetry.tracing.export.otlp.endpoint";

    private boolean asked;

    @Override
    public void setEnvironment(Environment environment) {
        asked = isAsked(environment);
    }

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        return isAsked(context.getEnvironment());
    }

    @Override
    public boolean[] match(@Nullable String[] candidates, AutoConfigurationMetadata metadata) {
        boolean[] matches = new boolean[candidates.length];
        for (int i = 0; i < matches.length; i++) {
            matches[i] = asked || !isForTraces(candidates[i]);
        }
        return matches;
    }

    /** Those already left out are null. */
    private static boolean isForTraces(@Nullable String candidate) {
        return candidate != null
                && (candidate.startsWith("org.springframework.boot.opentelemetry.")
                        || candidate.startsWith("org.springframework.boot.micrometer.tracing."));
    }

    private static boolean isAsked(Environment environment) {
        return !environment.getProperty(ENDPOINT, "").isBlank();
    }
}
