package dev.bobbin.web.page;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;
import org.springframework.util.StringUtils;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * The parameters of a query string. Malformed escapes, which Tomcat's own parser would not accept, are kept as they
 * are: they are then reported as invalid ids or numbers.
 */
public final class QueryParameters {

    /** A parameter. One without a value has an empty one. */
    public record Parameter(String name, String value) {}

    private final MultiValueMap<String, String> encoded;

    private QueryParameters(MultiValueMap<String, String> encoded) {
        this.encoded = encoded;
    }

    public static QueryParameters of(@Nullable String queryString) {
        return new QueryParameters(UriComponentsBuilder.newInstance()
                .query(Objects.requireNonNullElse(queryString, ""))
                .build()
                .getQueryParams());
    }

    /** The value of a parameter, unless it is empty. Of a repeated parameter, the first value counts. */
    public @Nullable String value(String name) {
        String value = encoded.getFirst(name);
        return value == null || value.isEmpty() ? null : decoded(value);
    }

    /** All parameters. In names and values, a plus sign stands for a space. */
    public List<Parameter> all() {
        return encoded.entrySet().stream().flatMap(QueryParameters::parameters).toList();
    }

    private static Stream<Parameter> parameters(Map.Entry<String, List<@Nullable String>> values) {
        String name = decodedWithSpaces(values.getKey());
        return values.getValue().stream()
                .map(value -> new Parameter(name, value == null ? "" : decodedWithSpaces(value)));
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
