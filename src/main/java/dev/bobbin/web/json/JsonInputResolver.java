package dev.bobbin.web.json;

import dev.bobbin.web.CodePoints;
import dev.bobbin.web.error.ApiException;
import dev.bobbin.web.error.InvalidInput;
import dev.bobbin.web.limit.RequestBody;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
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

    /** A decoded byte order mark. It is not valid JSON, but Jackson would skip it. */
    private static final String BYTE_ORDER_MARK = "\uFEFF";

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
            requirePlain(request.getHeader(HttpHeaders.CONTENT_ENCODING));
            requireJson(request.getContentType());
        }
        return new JsonBody(JsonInput.of(Json.parse(decode(bytes))), () -> body.release(request));
    }

    private static void requirePlain(@Nullable String encoding) {
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw ApiException.badRequest(
                    null, null, "Unsupported content encoding: '" + CodePoints.abbreviate(encoding) + "'.");
        }
    }

    private static void requireJson(@Nullable String type) {
        if (type != null && !isJson(type)) {
            throw ApiException.badRequest(
                    null,
                    "unsupported_content_type",
                    "Unsupported content type: '" + type
                            + "'. This API method only accepts 'application/json' requests, but you specified the "
                            + "header 'Content-Type: " + type + "'. Please try again with a supported content type.");
        }
    }

    private static boolean isJson(String type) {
        try {
            return MediaType.parseMediaType(type).equalsTypeAndSubtype(MediaType.APPLICATION_JSON);
        } catch (InvalidMediaTypeException e) {
            return false;
        }
    }

    private static String decode(byte[] body) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            if (text.startsWith(BYTE_ORDER_MARK)) {
                throw InvalidInput.notJson();
            }
            return text;
        } catch (CharacterCodingException e) {
            throw InvalidInput.notUtf8();
        }
    }
}
