package dev.bobbin.web.json;

import dev.bobbin.web.CodePoints;
import dev.bobbin.web.error.ApiException;
import dev.bobbin.web.error.InvalidInput;
import jakarta.servlet.http.HttpServletRequest;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** Checks the headers that describe a request body. */
public final class BodyFormat {

    private BodyFormat() {}

    /** Accepts a body without a content type. */
    public static void require(HttpServletRequest request, MediaType... types) {
        requirePlain(request.getHeader(HttpHeaders.CONTENT_ENCODING));
        String type = request.getContentType();
        if (type != null && !isOneOf(type, types)) {
            throw InvalidInput.contentType(
                    type, Stream.of(types).map(MediaType::toString).toArray(String[]::new));
        }
    }

    private static void requirePlain(@Nullable String encoding) {
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw ApiException.badRequest(
                    null, null, "Unsupported content encoding: '" + CodePoints.abbreviate(encoding) + "'.");
        }
    }

    private static boolean isOneOf(String type, MediaType... types) {
        try {
            MediaType sent = MediaType.parseMediaType(type);
            return Stream.of(types).anyMatch(sent::equalsTypeAndSubtype);
        } catch (InvalidMediaTypeException e) {
            return false;
        }
    }
}
