package dev.bobbin.web.json;

import dev.bobbin.web.CodePoints;
import dev.bobbin.web.error.ApiException;
import dev.bobbin.web.error.IntegerRange;
import dev.bobbin.web.error.InvalidInput;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/**
 * A JSON value that a client sent, and the path to it ({@code content[0].image_url.url}). Whatever is wrong with it is
 * told with that path as {@code param}. Lengths count Unicode code points.
 */
public final class JsonInput {

    private final JsonNode node;
    private final String path;

    private JsonInput(JsonNode node, String path) {
        this.node = node;
        this.path = path;
    }

    /** The root of a body. */
    static JsonInput of(JsonNode root) {
        return new JsonInput(root, "");
    }

    /** Whether there is nothing but null, or nothing at all. */
    public boolean isAbsent() {
        return node.isMissingNode() || node.isNull();
    }

    public boolean isString() {
        return node.isString();
    }

    public boolean isArray() {
        return node.isArray();
    }

    /** The path from the body's root, in the spelling of {@code param}. */
    public String path() {
        return path;
    }

    /** Itself, if it is an object with all the required members and no unknown ones, which are told first. */
    public JsonInput object(List<String> required, List<String> optional) {
        names().stream()
                .filter(name -> !required.contains(name) && !optional.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw InvalidInput.unknown(pathTo(name));
                });
        required.forEach(this::required);
        return this;
    }

    public JsonInput required(String name) {
        return member(name).orElseThrow(() -> InvalidInput.missing(pathTo(name)));
    }

    /** The member, unless it is absent or null. */
    public Optional<JsonInput> optional(String name) {
        return member(name).filter(member -> !member.isAbsent());
    }

    /** The member, unless it is absent. */
    public Optional<JsonInput> member(String name) {
        return names().contains(name) ? Optional.of(new JsonInput(node.get(name), pathTo(name))) : Optional.empty();
    }

    public String string() {
        if (!node.isString()) {
            throw wrongType("a string");
        }
        if (!CodePoints.isStorable(node.stringValue())) {
            throw InvalidInput.character(path);
        }
        return node.stringValue();
    }

    /** A string of at most {@code max} code points. */
    public String string(int max) {
        String value = string();
        int length = CodePoints.length(value);
        if (length > max) {
            throw InvalidInput.stringTooLong(path, max, length);
        }
        return value;
    }

    public String oneOf(String... supported) {
        String value = string();
        if (!List.of(supported).contains(value)) {
            throw InvalidInput.unsupported(path, value, supported);
        }
        return value;
    }

    /**
     * The member that says which others belong to this object. It is judged before them, but where it is absent nothing
     * is known, and unknown members are told first as everywhere.
     */
    public String discriminator(String name, String... supported) {
        if (member(name).isEmpty()) {
            object(List.of(name), List.of(supported));
        }
        return required(name).oneOf(supported);
    }

    public int integer(int min, int max) {
        if (!node.isIntegralNumber()) {
            throw wrongType("an integer");
        }
        return IntegerRange.check(path, node.bigIntegerValue(), min, max);
    }

    /** The items of an array of any length: the limit on bodies is limit enough. {@code items} names them. */
    public <T> List<T> array(String items, Function<JsonInput, T> item) {
        return array(items, Integer.MAX_VALUE, item);
    }

    /** The items of an array of at most {@code max}. */
    public <T> List<T> array(String items, int max, Function<JsonInput, T> item) {
        if (!node.isArray()) {
            throw wrongType("an array of " + items);
        }
        if (node.size() > max) {
            throw InvalidInput.arrayTooLong(path, max, node.size());
        }
        return IntStream.range(0, node.size())
                .mapToObj(index -> new JsonInput(node.get(index), path + "[" + index + "]"))
                .map(item)
                .toList();
    }

    public ApiException wrongType(String expected) {
        return InvalidInput.type(path, expected, Json.kind(node));
    }

    Collection<String> names() {
        if (node.isMissingNode()) {
            throw InvalidInput.notJson();
        }
        if (!node.isObject()) {
            throw wrongType("an object");
        }
        return node.propertyNames();
    }

    private String pathTo(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
