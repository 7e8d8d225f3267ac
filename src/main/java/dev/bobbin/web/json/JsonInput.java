package dev.bobbin.web.json;

import dev.bobbin.web.CodePoints;
import dev.bobbin.web.error.ApiException;
import dev.bobbin.web.error.IntegerRange;
import dev.bobbin.web.error.InvalidInput;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/**
 * A JSON value that a client sent, and its path, such as {@code content[0].image_url.url}. Errors report the path as
 * {@code param}. Lengths count Unicode code points.
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

    /**
     * Parses an object that is a part of a larger body. The object can have twice as many values as a body, since the
     * API may have returned it.
     *
     * @param path the path of the object in the larger body; empty if it has none
     */
    public static JsonInput parseObject(byte[] json, String path) {
        return new JsonInput(Json.parseObject(Json.decode(json)), path);
    }

    /** Whether the value is null or missing. */
    public boolean isAbsent() {
        return node.isMissingNode() || node.isNull();
    }

    public boolean isString() {
        return node.isString();
    }

    public boolean isArray() {
        return node.isArray();
    }

    public boolean isObject() {
        return node.isObject();
    }

    public boolean isBoolean() {
        return node.isBoolean();
    }

    public boolean isEmptyArray() {
        return node.isArray() && node.isEmpty();
    }

    /** The path from the root of the body, such as {@code content[0].image_url.url}. */
    public String path() {
        return path;
    }

    /**
     * Checks that the value is an object with all required members and no unknown ones. An unknown member is reported
     * before a missing one.
     *
     * @return this value
     */
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

    public boolean bool() {
        if (!isBoolean()) {
            throw wrongType("a boolean");
        }
        return node.booleanValue();
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

    /** A string of 1 to {@code max} code points. */
    public String nonEmptyString(int max) {
        String value = string(max);
        if (value.isEmpty()) {
            throw InvalidInput.stringEmpty(path);
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
     * Reads the member that determines which other members this object may have. It is checked before them. If it is
     * missing, the error reports an unknown member first, as for every object.
     */
    public String discriminator(String name, String... supported) {
        if (member(name).isEmpty()) {
            object(List.of(name), List.of(supported));
        }
        return required(name).oneOf(supported);
    }

    public int integer(int min, int max) {
        return (int) integer((long) min, (long) max);
    }

    public long integer(long min, long max) {
        if (!node.isIntegralNumber()) {
            throw wrongType("an integer");
        }
        return IntegerRange.check(path, node.bigIntegerValue(), min, max);
    }

    /**
     * Reads the items of an array of any length. The limit on the size of a body bounds it.
     *
     * @param items the name of the items in an error sentence, such as {@code strings}
     */
    public <T> List<T> array(String items, Function<JsonInput, T> item) {
        return array(items, Integer.MAX_VALUE, item);
    }

    /** Reads the items of an array of at most {@code max} items. */
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

    /** The JSON of this value as the client sent it, except for white space and escapes. */
    public JsonText verbatim() {
        return VerbatimWriter.write(node, path, Set.of());
    }

    /** The JSON of this object as the client sent it, without some of its members. */
    public JsonText verbatimWithout(Set<String> members) {
        names();
        return VerbatimWriter.write(node, path, members);
    }

    /** The JSON of this value, which must be an object. */
    public JsonText verbatimObject() {
        return verbatimWithout(Set.of());
    }

    /** The value as text, for an error sentence: the JSON of an object or array, or else the text of the value. */
    public String quote() {
        return node.isContainer() ? node.toString() : node.asString();
    }

    public ApiException wrongType(String expected) {
        return InvalidInput.type(path, expected, Json.kind(node));
    }

    /** The names of the members of this object, in the client's order. */
    public Collection<String> names() {
        if (node.isMissingNode()) {
            throw InvalidInput.notJson();
        }
        if (!node.isObject()) {
            throw wrongType("an object");
        }
        return node.propertyNames();
    }

    /** The path of a member of this object. */
    public String pathTo(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
