package dev.bobbin.web.error;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/**
 * An error response: status, sentence, {@code param}, {@code code} and headers. The code that throws it contains the
 * sentence, except for the general errors in this class.
 */
public final class ApiException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient HttpStatus status;
    private final transient ErrorResponse body;
    private final transient HttpHeaders headers = new HttpHeaders();

    private ApiException(HttpStatus status, String message, @Nullable String param, @Nullable String code) {
        // Client errors are frequent, and a stack trace would cost more than the response. The log does not need it.
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

    /** @param param the parameter that is too large; null if the whole body is */
    public static ApiException tooLarge(@Nullable String param, String message) {
        return new ApiException(HttpStatus.CONTENT_TOO_LARGE, message, param, null);
    }

    /** @param param the parameter that names the missing object */
    public static ApiException notFound(String param, String message) {
        return new ApiException(HttpStatus.NOT_FOUND, message, param, null);
    }

    public static ApiException notFound(String message) {
        return of(HttpStatus.NOT_FOUND, null, message);
    }

    /** The error for a URL that belongs to no endpoint. */
    public static ApiException noSuchUrl(HttpServletRequest request) {
        String message = "Invalid URL (" + requestLine(request) + ")";
        return notFound(
                UnsupportedEndpoint.matches(request.getRequestURI())
                        ? message
                                + ". Bobbin serves only the endpoints for threads, messages, conversations and items. "
                                + "See \"Not supported\" in docs/compatibility.md of the Bobbin project."
                        : message);
    }

    static ApiException methodNotAllowed(HttpServletRequest request) {
        return of(HttpStatus.METHOD_NOT_ALLOWED, null, "Invalid method for URL (" + requestLine(request) + ")");
    }

    private static String requestLine(HttpServletRequest request) {
        return request.getMethod() + " " + request.getRequestURI();
    }

    /** The error for a request body that did not arrive in time. */
    public static ApiException requestTimeout() {
        return of(HttpStatus.REQUEST_TIMEOUT, null, "The request body did not arrive in time. Please try again.");
    }

    /**
     * The error for a client that has reached a rate limit.
     *
     * @param wait the time until the server accepts the next request
     */
    public static ApiException rateLimited(String message, Duration wait) {
        long seconds = Math.max(1, wait.plusSeconds(1).minusNanos(1).toSeconds());
        return of(
                        HttpStatus.TOO_MANY_REQUESTS,
                        "rate_limit_exceeded",
                        message + " Please try again in " + seconds + "s.")
                .with(HttpHeaders.RETRY_AFTER, String.valueOf(seconds));
    }

    /** The error for a request that the server cannot serve at the moment. The request had no effect. */
    public static ApiException unavailable(String message, Duration retryAfter) {
        return of(HttpStatus.SERVICE_UNAVAILABLE, null, message)
                .with(HttpHeaders.RETRY_AFTER, String.valueOf(retryAfter.toSeconds()));
    }

    /** The error for a failure in Tomcat or Spring, of which only the status is known. */
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

    /** Whether the server rejects what the client has sent. Otherwise, it cannot serve the request at the moment. */
    public boolean isInvalidInput() {
        return status.is4xxClientError();
    }

    /** The sentence as the client gets it. */
    public String sentence() {
        return body.error().message();
    }

    public @Nullable String param() {
        return body.error().param();
    }

    public @Nullable String code() {
        return body.error().code();
    }

    public HttpStatus status() {
        return status;
    }

    ErrorResponse body() {
        return body;
    }

    HttpHeaders headers() {
        return headers;
    }
}
