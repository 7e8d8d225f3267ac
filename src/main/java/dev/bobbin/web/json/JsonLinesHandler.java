package dev.bobbin.web.json;

import dev.bobbin.web.error.IncompleteResponseException;
import dev.bobbin.web.limit.LongTransfer;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodReturnValueHandler;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Sends {@link JsonLines} while they are read from the database. */
final class JsonLinesHandler implements HandlerMethodReturnValueHandler {

    private static final String TYPE = "application/jsonl";

    @Override
    public boolean supportsReturnType(MethodParameter type) {
        return JsonLines.class.isAssignableFrom(type.getParameterType());
    }

    @Override
    public void handleReturnValue(
            @Nullable Object value, MethodParameter type, ModelAndViewContainer container, NativeWebRequest request)
            throws IOException {
        container.setRequestHandled(true);
        LongTransfer.begin(Objects.requireNonNull(request.getNativeRequest(HttpServletRequest.class)));
        send(
                (JsonLines) Objects.requireNonNull(value),
                Objects.requireNonNull(request.getNativeResponse(HttpServletResponse.class)));
    }

    private static void send(JsonLines lines, HttpServletResponse response) throws IOException {
        response.setContentType(TYPE);
        // Swagger UI and browsers save the response as a file. Without the header, Swagger UI shows "[object Blob]".
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"export.jsonl\"");
        JsonResponseWriter json = new JsonResponseWriter(
                response.getOutputStream(), response::setContentLengthLong, JsonResponseWriter.BUFFER_BYTES);
        try {
            lines.writeTo(object -> {
                object.writeTo(json);
                json.ascii("\n");
            });
            json.end();
        } catch (RuntimeException e) {
            if (response.isCommitted()) {
                throw new IncompleteResponseException(e);
            }
            // The error has a content type of its own, and is not a file.
            response.setContentType(null);
            response.setHeader(HttpHeaders.CONTENT_DISPOSITION, null);
            throw e;
        }
    }
}
