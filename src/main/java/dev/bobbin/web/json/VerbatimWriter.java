package dev.bobbin.web.json;

import dev.bobbin.web.CodePoints;
import dev.bobbin.web.error.InvalidInput;
import java.io.StringWriter;
import java.util.Set;
import java.util.function.Supplier;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/** Writes a value as the client sent it: all members in their order, nulls included, and numbers with their text. */
final class VerbatimWriter {

    /**
     * In code points, of at most two characters each. The parsers of some clients reject names of more than 50,000
     * characters, so these clients could not read the conversation.
     */
    private static final int MAX_NAME_LENGTH = 25_000;

    private final JsonGenerator json;
    private final boolean sorted;

    private VerbatimWriter(JsonGenerator json, boolean sorted) {
        this.json = json;
        this.sorted = sorted;
    }

    /**
     * The JSON of a value at this path. A string or name in it that cannot be stored is an error.
     *
     * @param omitted the members that the JSON of an object lacks
     */
    static JsonText write(JsonNode value, String path, Set<String> omitted) {
        return write(value, path, omitted, false);
    }

    /** The JSON of a stored value with the members of each object sorted by name. */
    static JsonText sorted(JsonNode value) {
        return write(value, "", Set.of(), true);
    }

    private static JsonText write(JsonNode value, String path, Set<String> omitted, boolean sorted) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = Json.MAPPER.createGenerator(text)) {
            new VerbatimWriter(json, sorted).write(value, () -> path, omitted);
        }
        return new JsonText(text.toString());
    }

    /** The parser has limited the depth of the recursion. Only an error needs a path. */
    private void write(JsonNode value, Supplier<String> path, Set<String> omitted) {
        switch (value.getNodeType()) {
            case OBJECT -> writeObject(value, path, omitted);
            case ARRAY -> writeArray(value, path);
            case STRING -> json.writeString(storable(value.stringValue(), path));
            case NUMBER -> json.writeNumber(value.asString());
            case BOOLEAN -> json.writeBoolean(value.booleanValue());
            default -> json.writeNull();
        }
    }

    private void writeObject(JsonNode object, Supplier<String> path, Set<String> omitted) {
        json.writeStartObject();
        if (sorted) {
            object.propertyNames().stream()
                    .sorted()
                    .forEach(name -> writeMember(name, object.get(name), path, omitted));
        } else {
            object.forEachEntry((name, value) -> writeMember(name, value, path, omitted));
        }
        json.writeEndObject();
    }

    private void writeMember(String name, JsonNode value, Supplier<String> path, Set<String> omitted) {
        if (!omitted.contains(name)) {
            if (CodePoints.length(name) > MAX_NAME_LENGTH) {
                throw InvalidInput.nameTooLong(path.get(), name, MAX_NAME_LENGTH);
            }
            Supplier<String> valuePath = () -> path.get() + "." + name;
            json.writeName(storable(name, valuePath));
            write(value, valuePath, Set.of());
        }
    }

    private void writeArray(JsonNode array, Supplier<String> path) {
        json.writeStartArray();
        for (int i = 0; i < array.size(); i++) {
            int index = i;
            write(array.get(i), () -> path.get() + "[" + index + "]", Set.of());
        }
        json.writeEndArray();
    }

    private static String storable(String text, Supplier<String> path) {
        if (!CodePoints.isStorable(text)) {
            throw InvalidInput.character(path.get());
        }
        return text;
    }
}
