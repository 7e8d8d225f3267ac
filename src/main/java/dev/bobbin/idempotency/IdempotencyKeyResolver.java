package dev.bobbin.idempotency;

import dev.bobbin.web.ApiHeaders;
import dev.bobbin.web.Sha256;
import dev.bobbin.web.error.ApiException;
import dev.bobbin.web.limit.RequestBody;
import jakarta.servlet.http.HttpServletRequest;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Passes the {@link IdempotencyKey} of a request to a controller, or null if the request has none. */
@Component
class IdempotencyKeyResolver implements HandlerMethodArgumentResolver, WebMvcConfigurer {

    private static final int MAX_LENGTH = 255;

    private final RequestBody body;

    IdempotencyKeyResolver(RequestBody body) {
        this.body = body;
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(this);
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
        String value = request.getHeader(ApiHeaders.IDEMPOTENCY_KEY);
        if (value == null) {
            return null;
        }
        // Without an error, the sender of an empty key would believe that its retries are safe.
        if (value.isEmpty() || value.length() > MAX_LENGTH) {
            throw invalidKey(value.length());
        }
        return new IdempotencyKey(value, HexFormat.of().formatHex(Sha256.digest(body.of(request))));
    }

    private static ApiException invalidKey(int length) {
        return ApiException.badRequest(
                null,
                "invalid_value",
                "Invalid 'Idempotency-Key' header: expected 1 to " + MAX_LENGTH + " characters, but got " + length
                        + " instead.");
    }
}
