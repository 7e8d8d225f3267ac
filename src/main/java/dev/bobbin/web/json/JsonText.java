package dev.bobbin.web.json;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** JSON that is stored as the text that the API returns. A serializer writes the text unchanged. */
public record JsonText(@JsonValue @JsonRawValue String text) implements JsonWritable {

    /** The JSON of a value, with its members in snake case. */
    public static JsonText of(Object value) {
        return new JsonText(Json.MAPPER.writeValueAsString(value));
    }

    /** The value of this JSON, which {@link #of} has written. */
    public <T> T as(Class<T> type) {
        return Json.MAPPER.readValue(text, type);
    }

    /** The JSON that an object of the API writes. */
    public static JsonText copyOf(JsonWritable object) {
        ByteArrayOutputStream copy = new ByteArrayOutputStream();
        JsonResponseWriter json = new JsonResponseWriter(copy, length -> {}, object.expectedBytes());
        try {
            object.writeTo(json);
            json.end();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new JsonText(copy.toString(StandardCharsets.UTF_8));
    }

    /** An object with the members of this object, and then those of another one. */
    public JsonText append(JsonText object) {
        if (object.text.equals("{}")) {
            return this;
        }
        return new JsonText(new StringBuilder(text.length() + object.text.length())
                .append(text, 0, text.length() - 1)
                .append(',')
                .append(object.text, 1, object.text.length())
                .toString());
    }

    /**
     * Whether both contain the same values. The order of members does not matter. Numbers are equal if their texts are,
     * so texts of different lengths always differ. Only one of the two is parsed at a time, since both can be large.
     */
    public boolean hasValuesOf(JsonText other) {
        return text.equals(other.text) || text.length() == other.text.length() && sorted().equals(other.sorted());
    }

    private JsonText sorted() {
        return VerbatimWriter.sorted(Json.parseObject(text));
    }

    @Override
    public void writeTo(JsonResponseWriter json) throws IOException {
        json.json(text);
    }

    @Override
    public long expectedBytes() {
        return text.length();
    }

    /** Stores the text in a character column, which every database returns unchanged. */
    @Converter(autoApply = true)
    static class Column implements AttributeConverter<JsonText, String> {

        @Override
        public @Nullable String convertToDatabaseColumn(@Nullable JsonText json) {
            return json == null ? null : json.text();
        }

        @Override
        public @Nullable JsonText convertToEntityAttribute(@Nullable String text) {
            return text == null ? null : new JsonText(text);
        }
    }
}
