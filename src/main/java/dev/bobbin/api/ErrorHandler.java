package dev.bobbin.api;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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

/** Answers every failure inside Spring with the envelope; {@link ErrorValve} does it for the web server. */
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
        return handle(ApiException.methodNotAllowed(request).with(HttpHeaders.ALLOW, String.join(", ", supported(e))));
    }

    @ExceptionHandler
    @Nullable
    ResponseEntity<byte[]> handle(Exception e, HttpServletRequest request) {
        if (DisconnectedClientHelper.isClientDisconnectedException(e) || Deadline.isPassedIn(e)) {
            return null;
        }
        if (e instanceof org.springframework.web.ErrorResponse known
                && known.getStatusCode().is4xxClientError()) {
            return handle(
                    ApiException.of(HttpStatus.valueOf(known.getStatusCode().value())));
        }
        if (!DatabaseAway.isCauseOf(e)) {
            log.error("{} {} failed", request.getMethod(), request.getRequestURI(), e);
            return handle(failure(request));
        }
        boolean unknown = e instanceof HeuristicCompletionException;
        log.warn(
                "{} {}: {}: {}",
                request.getMethod(),
                request.getRequestURI(),
                unknown ? "the database is away or busy, and it may have been done" : "the database is away or busy",
                e.toString());
        if (unknown) {
            return handle(failure(request));
        }
        return handle(DatabaseAway.hasFullDisk(e) ? Unavailable.diskFull() : Unavailable.databaseAway());
    }

    /** The clients repeat what failed with a 5xx; but this may have been done before it failed. A key makes it safe. */
    private static ApiException failure(HttpServletRequest request) {
        ApiException failure = ApiException.of(HttpStatus.INTERNAL_SERVER_ERROR);
        return request.getHeader(IdempotencyKeyResolver.HEADER) == null
                ? failure.with("x-should-retry", "false")
                : failure;
    }

    private static String[] supported(HttpRequestMethodNotSupportedException e) {
        String[] methods = e.getSupportedMethods();
        return methods == null ? new String[0] : methods;
    }
}
