package dev.bobbin.web.error;

import dev.bobbin.web.ApiHeaders;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/**
 * Writes the error envelope for a request that failed without a response. Usually, Tomcat has rejected the request
 * before Spring receives it: for example, its URL contains a malformed escape or its headers are too large. Tomcat
 * creates this class by name.
 */
public class ErrorValve extends ErrorReportValve {

    @Override
    protected void report(Request request, Response response, @Nullable Throwable failure) {
        if (response.getStatus() < 400 || response.getContentWritten() > 0) {
            return;
        }
        // Tomcat closes the connection without a response if no valve has reported the error.
        response.setErrorReported();
        ApiException error = error(request, HttpStatus.resolve(response.getStatus()));
        response.setStatus(error.status().value());
        ApiHeaders.setOn(response);
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        try {
            response.getOutputStream().write(error.body().toBytes());
            response.finishResponse();
        } catch (IOException | IllegalStateException e) {
            getContainer().getLogger().debug("The client closed the connection before it read the error", e);
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
            // Tomcat reports an unknown method, version or encoding with a 5xx, but the error is the client's.
            case NOT_IMPLEMENTED, HTTP_VERSION_NOT_SUPPORTED -> ApiException.of(HttpStatus.BAD_REQUEST);
            default -> ApiException.of(status);
        };
    }
}
