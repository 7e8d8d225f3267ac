package dev.bobbin.api;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/** Why the server cannot serve a request at the moment. All are answered with 503, and nothing was done. */
final class Unavailable {

    private Unavailable() {}

    static ApiException databaseAway() {
        return unavailable("The server's database is away or busy at the moment. Please try again shortly.", "1");
    }

    /** It takes somebody to make room. */
    static ApiException diskFull() {
        return unavailable(
                "The server's disk is nearly full: it takes no changes until there is room. Reading works.", "30");
    }

    static ApiException busy() {
        return unavailable(
                "The server is busy with other large requests at the moment. Please try again shortly.", "1");
    }

    private static ApiException unavailable(String message, String retryAfterSeconds) {
        return ApiException.of(HttpStatus.SERVICE_UNAVAILABLE, message)
                .with(HttpHeaders.RETRY_AFTER, retryAfterSeconds);
    }
}
