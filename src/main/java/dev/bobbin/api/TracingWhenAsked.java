package dev.bobbin.api;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

/** Keeps what Spring Boot has for traces out of a server that has nowhere to send them: it would be set up for nothing. */
final class TracingWhenAsked implements AutoConfigurationImportFilter, EnvironmentAware {

    private boolean asked;

    @Override
    public void setEnvironment(Environment environment) {
        asked = environment.containsProperty(TracingConfiguration.ENDPOINT);
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
}
