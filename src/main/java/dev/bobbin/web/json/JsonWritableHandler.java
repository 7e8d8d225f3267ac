package dev.bobbin.web.json;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.MediaType;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodReturnValueHandler;
import org.springframework.web.method.support.ModelAndViewContainer;

/**
 * Sends a {@link JsonWritable}. Spring's own way asks all message converters for their media types, which takes longer
 * than reading a message.
 */
final class JsonWritableHandler implements HandlerMethodReturnValueHandler {

    @Override
    public boolean supportsReturnType(MethodParameter type) {
        return JsonWritable.class.isAssignableFrom(type.getParameterType());
    }

    @Override
    public void handleReturnValue(
            @Nullable Object value, MethodParameter type, ModelAndViewContainer container, NativeWebRequest request)
            throws IOException {
        container.setRequestHandled(true);
        JsonWritable object = (JsonWritable) Objects.requireNonNull(value);
        HttpServletResponse response = Objects.requireNonNull(request.getNativeResponse(HttpServletResponse.class));
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        JsonResponseWriter json = new JsonResponseWriter(
                response.getOutputStream(), response::setContentLengthLong, object.expectedBytes());
        object.writeTo(json);
        json.end();
    }
}
