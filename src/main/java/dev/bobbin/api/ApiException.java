package dev.bobbin.api;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/** A failure that the client is told about, in the contract's words. */
public final class ApiException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient HttpStatus status;
    private final transient ErrorResponse body;
    private final transient HttpHeaders headers = new HttpHeaders();

    private ApiException(HttpStatus status, String message, @Nullable String param, @Nullable String code) {
        // Failures of a client are everyday: a stack trace would cost more than the answer and tell nobody anything.
        super(message, null, false, false);
        this.status = status;
        this.body = ErrorResponse.of(status, message, param, code);
    }

    public static ApiException badRequest(@Nullable String param, @Nullable String code, String message) {
        return new ApiException(HttpStatus.BAD_REQUEST, message, param, code);
    }

    public static ApiException noSuchThread(String id) {
        return new ApiException(HttpStatus.NOT_FOUND, "No thread found with id '" + id + "'.", null, null);
    }

    public static ApiException noSuchMessage(String id) {
        return new ApiException(HttpStatus.NOT_FOUND, "No message found with id '" + id + "'.", null, null);
    }

    public static ApiException idempotencyKeyReused() {
        return badRequest(
                null,
                "idempotency_key_reused",
                "The 'Idempotency-Key' of this request was used before with another body. A new request needs a new key.");
    }

    /** No call has this address. */
    public static ApiException noSuchUrl(HttpServletRequest request) {
        return new ApiException(HttpStatus.NOT_FOUND, "Invalid URL (" + line(request) + ")", null, null);
    }

    static ApiException methodNotAllowed(HttpServletRequest request) {
        return new ApiException(
                HttpStatus.METHOD_NOT_ALLOWED, "Invalid method for URL (" + line(request) + ")", null, null);
    }

    private static String line(HttpServletRequest request) {
        return request.getMethod() + " " + request.getRequestURI();
    }

    static ApiException bodyTooLarge(long maxBytes) {
        return new ApiException(
                HttpStatus.CONTENT_TOO_LARGE,
                "The request body is too large. Expected at most " + maxBytes + " bytes.",
                null,
                null);
    }

    public static ApiException noApiKey() {
        return unauthorized(
                null,
                "You didn't provide an API key. Send it in the Authorization header as Bearer auth "
                        + "(Authorization: Bearer YOUR_KEY) or in the api-key header.");
    }

    public static ApiException wrongApiKey() {
        return unauthorized("invalid_api_key", "Incorrect API key provided.");
    }

    /** Nobody looks at another key from this address so soon. */
    public static ApiException tooManyWrongKeys(Duration wait) {
        return rateLimited("Too many incorrect API keys came from this address.", wait);
    }

    public static ApiException tooManyRequests(int limit, Duration wait) {
        return rateLimited("Rate limit reached for requests of this project: limit " + limit + " a minute.", wait);
    }

    private static ApiException rateLimited(String message, Duration wait) {
        long seconds = Math.max(1, wait.plusSeconds(1).minusNanos(1).toSeconds());
        return new ApiException(
                        HttpStatus.TOO_MANY_REQUESTS,
                        message + " Please try again in " + seconds + "s.",
                        null,
                        "rate_limit_exceeded")
                .with(HttpHeaders.RETRY_AFTER, String.valueOf(seconds));
    }

    /** A server without keys is for the programs of its own machine. */
    public static ApiException notLocal() {
        return new ApiException(
                HttpStatus.FORBIDDEN,
                "Without an API key this server answers programs on its own machine only, and no web pages. "
                        + "Use the address 127.0.0.1, or set a key.",
                null,
                null);
    }

    private static ApiException unauthorized(@Nullable String code, String message) {
        return new ApiException(HttpStatus.UNAUTHORIZED, message, null, code)
                .with(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"Bobbin\"");
    }

    static ApiException requestTimeout() {
        return new ApiException(
                HttpStatus.REQUEST_TIMEOUT, "The request body did not arrive in time. Please try again.", null, null);
    }

    /** A failure that the web server or Spring found, known by its status alone. */
    static ApiException of(HttpStatus status) {
        String message = status.is5xxServerError()
                ? "The server had an error while processing your request. Sorry about that!"
                : "The request is not valid HTTP for this API (" + status.getReasonPhrase() + ").";
        return of(status, message);
    }

    static ApiException of(HttpStatus status, String message) {
        return new ApiException(status, message, null, null);
    }

    ApiException with(String header, String value) {
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
