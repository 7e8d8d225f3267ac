package dev.bobbin.web.page;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;
import org.springframework.util.StringUtils;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * The parameters of a query string. An empty value counts as absent. Malformed parameters, which Tomcat's own parser
 * would not accept, are kept as they are.
 */
public final class QueryParameters {

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

    /** The value of a parameter; the first one if the parameter is repeated. */
    public @Nullable String value(String name) {
        String value = encoded.getFirst(name);
        return value == null || value.isEmpty() ? null : decoded(value);
    }

    /** All values of the parameters whose decoded names match a pattern, in the order of the query. */
    public List<String> values(Pattern name) {
        return encoded.entrySet().stream()
                .filter(parameter -> name.matcher(decoded(parameter.getKey())).matches())
                .map(Map.Entry::getValue)
                .flatMap(List::stream)
                .filter(StringUtils::hasLength)
                .map(QueryParameters::decoded)
                .toList();
    }

    /** Returns a value with a malformed escape unchanged. It is then reported as an invalid id or number. */
    private static String decoded(String value) {
        try {
            return StringUtils.uriDecode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return value;
        }
    }
}
