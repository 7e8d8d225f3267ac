package dev.bobbin.web.error;

import dev.bobbin.database.failure.DatabaseBusyException;
import dev.bobbin.database.failure.SqlFailures;
import dev.bobbin.web.ApiCalls;
import dev.bobbin.web.ApiHeaders;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.HeuristicCompletionException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.resource.NoResourceFoundException;
import org.springframework.web.util.DisconnectedClientHelper;

/** Turns every exception inside Spring into the error envelope. {@link ErrorValve} does the same for Tomcat. */
@RestControllerAdvice
class ErrorHandler {

    private static final Logger log = LoggerFactory.getLogger(ErrorHandler.class);

    @ExceptionHandler
    ResponseEntity<byte[]> handle(ApiException e) {
        return ResponseEntity.status(e.status())
                .headers(e.headers())
                .contentType(MediaType.APPLICATION_JSON)
                .body(e.body().toBytes());
    }

    @ExceptionHandler({NoHandlerFoundException.class, NoResourceFoundException.class})
    ResponseEntity<byte[]> handleUnknownUrl(HttpServletRequest request) {
        return handle(ApiException.noSuchUrl(request));
    }

    @ExceptionHandler
    ResponseEntity<byte[]> handle(HttpRequestMethodNotSupportedException e, HttpServletRequest request) {
        return handle(ApiException.methodNotAllowed(request).with(HttpHeaders.ALLOW, supported(e)));
    }

    /** Logs nothing: under overload, a line for each of these requests would fill the log. */
    @ExceptionHandler
    ResponseEntity<byte[]> handle(DatabaseBusyException e) {
        return handle(ApiException.unavailable(String.valueOf(e.getMessage()), Duration.ofSeconds(1)));
    }

    /** Writes nothing: the client must not take the response for a complete one. */
    @ExceptionHandler
    void handle(IncompleteResponseException e, HttpServletRequest request, HttpServletResponse response) {
        request.setAttribute(ApiCalls.INCOMPLETE_ATTRIBUTE, true);
        if (e.failure() instanceof ApiException expected) {
            log.warn(
                    "{} {} ended after a part of the response was sent: {}",
                    request.getMethod(),
                    request.getRequestURI(),
                    expected.sentence());
            return;
        }
        log.error(
                "{} {} failed after a part of the response was sent: {}",
                request.getMethod(),
                request.getRequestURI(),
                SqlFailures.describe(e.failure()),
                RedactedException.of(e));
    }

    @ExceptionHandler
    @Nullable
    ResponseEntity<byte[]> handle(Exception e, HttpServletRequest request) {
        if (DisconnectedClientHelper.isClientDisconnectedException(e) || isDeadlineExceeded(e)) {
            return null;
        }
        if (e instanceof org.springframework.web.ErrorResponse known
                && known.getStatusCode().is4xxClientError()) {
            return handle(
                    ApiException.of(HttpStatus.valueOf(known.getStatusCode().value())));
        }
        if (!SqlFailures.isTransient(e)) {
            log.error("{} {} failed", request.getMethod(), request.getRequestURI(), RedactedException.of(e));
            return handle(failure(request));
        }
        boolean outcomeUnknown = e instanceof HeuristicCompletionException;
        log.warn(
                "{} {}: {}: {}",
                request.getMethod(),
                request.getRequestURI(),
                outcomeUnknown
                        ? "the database is unavailable or busy; the outcome of the request is unknown"
                        : "the database is unavailable or busy; the request had no effect",
                SqlFailures.describe(e));
        if (outcomeUnknown) {
            return handle(failure(request));
        }
        if (SqlFailures.isDiskFull(e)) {
            return handle(diskFull());
        }
        return handle(SqlFailures.isBusy(e) ? databaseBusy() : databaseUnavailable());
    }

    private static boolean isDeadlineExceeded(Throwable failure) {
        Throwable cause = NestedExceptionUtils.getMostSpecificCause(failure);
        return cause instanceof DeadlineExceededException;
    }

    private static ApiException databaseUnavailable() {
        return ApiException.unavailable(
                "The server's database is away or busy at the moment. Please try again shortly.",
                Duration.ofSeconds(1));
    }

    private static ApiException databaseBusy() {
        return ApiException.unavailable(
                "The server's database is busy with other requests at the moment. Please try again shortly.",
                Duration.ofSeconds(1));
    }

    /** Has a longer {@code Retry-After} than other errors, since the operator must free space. */
    private static ApiException diskFull() {
        return ApiException.unavailable(
                "The server's disk is nearly full: it takes no changes until there is room. Reading works.",
                Duration.ofSeconds(30));
    }

    /**
     * Clients retry a request after a 5xx, although it may have taken effect before it failed. So the response asks
     * them not to retry, unless an idempotency key makes the retry safe.
     */
    private static ApiException failure(HttpServletRequest request) {
        ApiException failure = ApiException.of(HttpStatus.INTERNAL_SERVER_ERROR);
        return request.getHeader(ApiHeaders.IDEMPOTENCY_KEY) == null
                ? failure.with("x-should-retry", "false")
                : failure;
    }

    private static String supported(HttpRequestMethodNotSupportedException e) {
        String[] methods = e.getSupportedMethods();
        return methods == null ? "" : Arrays.stream(methods).sorted().collect(Collectors.joining(", "));
    }
}
