package dev.bobbin.web.page;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

/**
 * The parameters of a query string. Malformed escapes, which Tomcat's own parser would not accept, are kept as they
 * are: they are then reported as invalid ids or numbers.
 */
public final class QueryParameters {

    /** A parameter. One without a value has an empty one. */
    public record Parameter(String name, String value) {}

    private final List<Parameter> encoded;

    private QueryParameters(List<Parameter> encoded) {
        this.encoded = encoded;
    }

    public static QueryParameters of(@Nullable String queryString) {
        if (queryString == null) {
            return new QueryParameters(List.of());
        }
        return new QueryParameters(
                Stream.of(queryString.split("&")).map(QueryParameters::encoded).toList());
    }

    private static Parameter encoded(String parameter) {
        int end = parameter.indexOf('=');
        return end < 0
                ? new Parameter(parameter, "")
                : new Parameter(parameter.substring(0, end), parameter.substring(end + 1));
    }

    /** The value of a parameter, unless it is empty. Of a repeated parameter, the first value counts. */
    public @Nullable String value(String name) {
        for (Parameter parameter : encoded) {
            if (parameter.name.equals(name)) {
                return parameter.value.isEmpty() ? null : decoded(parameter.value);
            }
        }
        return null;
    }

    /** All parameters. In names and values, a plus sign stands for a space. */
    public List<Parameter> all() {
        return encoded.stream()
                .map(parameter -> new Parameter(decodedWithSpaces(parameter.name), decodedWithSpaces(parameter.value)))
                .toList();
    }

    private static String decodedWithSpaces(String text) {
        return decoded(text.replace('+', ' '));
    }

    private static String decoded(String text) {
        try {
            return StringUtils.uriDecode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
