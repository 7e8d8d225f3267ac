package dev.bobbin.web.page;

import dev.bobbin.web.CodePoints;
import dev.bobbin.web.error.ApiException;
import dev.bobbin.web.error.InvalidInput;
import dev.bobbin.web.json.Metadata;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The pairs of metadata that a listed object must have, from the parameters {@code metadata[name]=value}. A name can
 * occur twice: then both values must match, so different values match no object.
 */
public record MetadataFilter(List<Pair> pairs) {

    /** A name and a value, which match exactly. */
    public record Pair(String name, String value) {}

    private static final String PARAM = "metadata";

    public static MetadataFilter of(@Nullable String queryString) {
        List<Pair> pairs = QueryParameters.of(queryString).all().stream()
                .filter(parameter ->
                        parameter.name().equals(PARAM) || parameter.name().startsWith(PARAM + "["))
                .map(parameter -> pair(parameter.name(), parameter.value()))
                .toList();
        if (pairs.size() > Metadata.MAX_PAIRS) {
            throw InvalidInput.tooManyMembers(PARAM, Metadata.MAX_PAIRS, pairs.size());
        }
        return new MetadataFilter(pairs);
    }

    /** The name stands between the first and the last bracket, so it can contain brackets. */
    private static Pair pair(String parameter, String value) {
        int begin = PARAM.length() + 1;
        int end = parameter.length() - 1;
        if (end <= begin || parameter.charAt(end) != ']') {
            throw ApiException.badRequest(
                    PARAM, "invalid_value", "Invalid 'metadata': expected 'metadata[name]=value'.");
        }
        String name = parameter.substring(begin, end);
        if (CodePoints.length(name) > Metadata.MAX_KEY_LENGTH) {
            throw InvalidInput.nameTooLong(PARAM, name, Metadata.MAX_KEY_LENGTH);
        }
        String path = PARAM + "." + name;
        if (!CodePoints.isStorable(name) || !CodePoints.isStorable(value)) {
            throw InvalidInput.character(path);
        }
        if (CodePoints.length(value) > Metadata.MAX_VALUE_LENGTH) {
            throw InvalidInput.stringTooLong(path, Metadata.MAX_VALUE_LENGTH, CodePoints.length(value));
        }
        return new Pair(name, value);
    }
}
