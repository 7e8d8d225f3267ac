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
 * Writes the error envelope for requests that failed without a response. Most of them are requests that Tomcat rejects before
 * Spring sees them, such as bad escapes in the URL or headers that are too large. Tomcat creates the valve by its class name.
 */
public class ErrorValve extends ErrorReportValve {

    @Override
    protected void report(Request request, Response response, @Nullable Throwable failure) {
        if (response.getStatus() < 400 || response.getContentWritten() > 0) {
            return;
        }
        // Tomcat would close the connection without a response if the error stayed unreported.
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
            // Tomcat's statuses for methods, versions and encodings that it does not know: the client's fault, not the
            // server's.
            case NOT_IMPLEMENTED, HTTP_VERSION_NOT_SUPPORTED -> ApiException.of(HttpStatus.BAD_REQUEST);
            default -> ApiException.of(status);
        };
    }
}
