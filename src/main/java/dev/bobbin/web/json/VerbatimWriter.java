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

    private VerbatimWriter(JsonGenerator json) {
        this.json = json;
    }

    /**
     * The JSON of a value at this path. A string or name in it that cannot be stored is an error.
     *
     * @param omitted the members that the JSON of an object lacks
     */
    static JsonText write(JsonNode value, String path, Set<String> omitted) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = Json.MAPPER.createGenerator(text)) {
            new VerbatimWriter(json).write(value, () -> path, omitted);
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
        object.forEachEntry((name, value) -> {
            if (!omitted.contains(name)) {
                if (CodePoints.length(name) > MAX_NAME_LENGTH) {
                    throw InvalidInput.nameTooLong(path.get(), name, MAX_NAME_LENGTH);
                }
                Supplier<String> valuePath = () -> path.get() + "." + name;
                json.writeName(storable(name, valuePath));
                write(value, valuePath, Set.of());
            }
        });
        json.writeEndObject();
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
