package dev.bobbin.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** Reads the API key of a request: a bearer token in {@code Authorization}, or else the header {@code api-key}. */
final class ApiKeyHeader {

    private static final String BEARER = "Bearer ";

    private ApiKeyHeader() {}

    static Optional<String> of(HttpServletRequest request) {
        return bearer(request.getHeader(HttpHeaders.AUTHORIZATION))
                .or(() -> Optional.ofNullable(request.getHeader("api-key")))
                .map(String::strip)
                .filter(key -> !key.isEmpty());
    }

    private static Optional<String> bearer(@Nullable String authorization) {
        return Optional.ofNullable(authorization)
                .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(value -> value.substring(BEARER.length()));
    }
}
