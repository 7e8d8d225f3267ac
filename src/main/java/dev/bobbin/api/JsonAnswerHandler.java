package dev.bobbin.api;

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
 * Sends a {@link JsonAnswer}. Spring's own way asks all its converters what they might send, and in which of their media
 * types, which takes longer than to read a message.
 */
final class JsonAnswerHandler implements HandlerMethodReturnValueHandler {

    @Override
    public boolean supportsReturnType(MethodParameter type) {
        return JsonAnswer.class.isAssignableFrom(type.getParameterType());
    }

    @Override
    public void handleReturnValue(
            @Nullable Object value, MethodParameter type, ModelAndViewContainer container, NativeWebRequest request)
            throws IOException {
        container.setRequestHandled(true);
        JsonAnswer answer = (JsonAnswer) Objects.requireNonNull(value);
        HttpServletResponse response = Objects.requireNonNull(request.getNativeResponse(HttpServletResponse.class));
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        JsonOutput json =
                new JsonOutput(response.getOutputStream(), response::setContentLengthLong, answer.expectedBytes());
        answer.writeTo(json);
        json.end();
    }
}
