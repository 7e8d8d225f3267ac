package dev.bobbin.security;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Reports an invalid API key without its value. Spring Boot's own report would contain the value. */
class InvalidApiKeyFailureAnalyzer extends AbstractFailureAnalyzer<InvalidApiKeyException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidApiKeyException cause) {
        return new FailureAnalysis(cause.getMessage(), null, cause);
    }
}
