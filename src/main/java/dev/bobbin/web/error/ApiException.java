package dev.bobbin.web.error;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/**
 * A failure that the client learns about: status, sentence, {@code param}, {@code code} and headers. A sentence lives beside
 * the code that throws it; only the generic ones are here.
 */
public final class ApiException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient HttpStatus status;
    private final transient ErrorResponse body;
    private final transient HttpHeaders headers = new HttpHeaders();

    private ApiException(HttpStatus status, String message, @Nullable String param, @Nullable String code) {
        // Client errors are frequent: a stack trace would cost more than the response, and help no reader of the log.
        super(message, null, false, false);
        this.status = status;
        this.body = ErrorResponse.of(status, message, param, code);
    }

    public static ApiException of(HttpStatus status, @Nullable String code, String message) {
        return new ApiException(status, message, null, code);
    }

    public static ApiException badRequest(@Nullable String param, @Nullable String code, String message) {
        return new ApiException(HttpStatus.BAD_REQUEST, message, param, code);
    }

    public static ApiException notFound(String message) {
        return of(HttpStatus.NOT_FOUND, null, message);
    }

    /** No endpoint has this URL. */
    public static ApiException noSuchUrl(HttpServletRequest request) {
        return notFound("Invalid URL (" + line(request) + ")");
    }

    static ApiException methodNotAllowed(HttpServletRequest request) {
        return of(HttpStatus.METHOD_NOT_ALLOWED, null, "Invalid method for URL (" + line(request) + ")");
    }

    private static String line(HttpServletRequest request) {
        return request.getMethod() + " " + request.getRequestURI();
    }

    /** The request body did not arrive in time. */
    public static ApiException requestTimeout() {
        return of(HttpStatus.REQUEST_TIMEOUT, null, "The request body did not arrive in time. Please try again.");
    }

    /** A limit on requests is reached. {@code wait} is the time until the next request is accepted. */
    public static ApiException rateLimited(String message, Duration wait) {
        long seconds = Math.max(1, wait.plusSeconds(1).minusNanos(1).toSeconds());
        return of(
                        HttpStatus.TOO_MANY_REQUESTS,
                        "rate_limit_exceeded",
                        message + " Please try again in " + seconds + "s.")
                .with(HttpHeaders.RETRY_AFTER, String.valueOf(seconds));
    }

    /** The server cannot serve the request at the moment, and has done nothing. */
    public static ApiException unavailable(String message, Duration retryAfter) {
        return of(HttpStatus.SERVICE_UNAVAILABLE, null, message)
                .with(HttpHeaders.RETRY_AFTER, String.valueOf(retryAfter.toSeconds()));
    }

    /** A failure that Tomcat or Spring found, known by its status alone. */
    static ApiException of(HttpStatus status) {
        String message = status.is5xxServerError()
                ? "The server had an error while processing your request. Sorry about that!"
                : "The request is not valid HTTP for this API (" + status.getReasonPhrase() + ").";
        return of(status, null, message);
    }

    public ApiException with(String header, String value) {
        headers.add(header, value);
        return this;
    }

    HttpStatus status() {
        return status;
    }

    ErrorResponse body() {
        return body;
    }

    HttpHeaders headers() {
        return headers;
    }
}
