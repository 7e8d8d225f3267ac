package dev.bobbin.web.json;

import dev.bobbin.web.limit.RequestBody;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/**
 * Passes the body of a request to a controller as {@link JsonInput}. A body is a single JSON value in UTF-8, or empty.
 * Spring's own converters are not strict: they choose by content type, guess encodings and ignore what follows the
 * first value.
 */
@Component
class JsonInputResolver implements HandlerMethodArgumentResolver {

    private final RequestBody body;

    JsonInputResolver(RequestBody body) {
        this.body = body;
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == JsonBody.class;
    }

    @Override
    public JsonBody resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest webRequest,
            @Nullable WebDataBinderFactory binders) {
        HttpServletRequest request = (HttpServletRequest) webRequest.getNativeRequest();
        byte[] bytes = body.of(request);
        if (bytes.length > 0) {
            BodyFormat.require(request, MediaType.APPLICATION_JSON);
        }
        return new JsonBody(
                JsonInput.of(Json.parse(Json.decode(bytes))),
                () -> body.release(request),
                RequestBody.parsedMemory(request));
    }
}
