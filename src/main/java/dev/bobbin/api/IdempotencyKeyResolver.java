package dev.bobbin.api;

import jakarta.servlet.http.HttpServletRequest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Hands the {@link IdempotencyKey} of a request to a controller, or null if there is none. */
@Component
class IdempotencyKeyResolver implements HandlerMethodArgumentResolver {

    static final String HEADER = "Idempotency-Key";
    private static final int MAX_LENGTH = 255;

    private final RequestBody body;

    IdempotencyKeyResolver(RequestBody body) {
        this.body = body;
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == IdempotencyKey.class;
    }

    @Override
    public @Nullable IdempotencyKey resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest webRequest,
            @Nullable WebDataBinderFactory binders) {
        HttpServletRequest request = (HttpServletRequest) webRequest.getNativeRequest();
        String value = request.getHeader(HEADER);
        if (value == null) {
            return null;
        }
        // An empty one is refused: whoever sends it believes himself safe.
        if (value.isEmpty() || value.length() > MAX_LENGTH) {
            throw InvalidInput.idempotencyKey(MAX_LENGTH, value.length());
        }
        return new IdempotencyKey(value, HexFormat.of().formatHex(Sha256.digest(body.of(request))));
    }
}
