package dev.bobbin.api;

import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/**
 * Answers with the envelope whatever failed without an answer, above all what the web server refuses before Spring sees
 * it, such as bad escapes in the address or headers that are too large. Tomcat creates it by its name.
 */
public class ErrorValve extends ErrorReportValve {

    @Override
    protected void report(Request request, Response response, @Nullable Throwable failure) {
        if (response.getStatus() < 400 || response.getContentWritten() > 0) {
            return;
        }
        // An error that nobody reported makes the server close the connection without notice.
        response.setErrorReported();
        ApiException error = error(request, HttpStatus.resolve(response.getStatus()));
        response.setStatus(error.status().value());
        if (response.getHeader(RequestIdFilter.HEADER) == null) {
            response.setHeader(RequestIdFilter.HEADER, RequestIdFilter.newId());
        }
        response.setHeader(RequestIdFilter.NO_SNIFFING_HEADER, RequestIdFilter.NO_SNIFFING);
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        try {
            response.getOutputStream().write(error.body().toBytes());
            response.finishResponse();
        } catch (IOException | IllegalStateException e) {
            getContainer().getLogger().debug("The client did not wait for its error", e);
        }
    }

    private static ApiException error(Request request, @Nullable HttpStatus status) {
        if (status == null) {
            return ApiException.of(HttpStatus.INTERNAL_SERVER_ERROR);
        }
        return switch (status) {
            case NOT_FOUND -> ApiException.noSuchUrl(request);
            case METHOD_NOT_ALLOWED -> ApiException.methodNotAllowed(request);
            case REQUEST_TIMEOUT -> ApiException.requestTimeout();
            // The server's words for methods, versions and encodings that it does not know: no fault of its own.
            case NOT_IMPLEMENTED, HTTP_VERSION_NOT_SUPPORTED -> ApiException.of(HttpStatus.BAD_REQUEST);
            default -> ApiException.of(status);
        };
    }
}
