package dev.bobbin.web.json;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** JSON that is stored as the text in which it is answered. */
public record JsonText(String text) implements JsonWritable {

    /** The JSON of a value, its members in snake case. */
    public static JsonText of(Object value) {
        return new JsonText(Json.MAPPER.writeValueAsString(value));
    }

    /** What an answer is sent as. */
    public static JsonText copyOf(JsonWritable answer) {
        ByteArrayOutputStream copy = new ByteArrayOutputStream();
        JsonResponseWriter json = new JsonResponseWriter(copy, length -> {}, answer.expectedBytes());
        try {
            answer.writeTo(json);
            json.end();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new JsonText(copy.toString(StandardCharsets.UTF_8));
    }

    @Override
    public void writeTo(JsonResponseWriter json) throws IOException {
        json.append(text);
    }

    @Override
    public long expectedBytes() {
        return text.length();
    }

    /** Keeps the text in a character column, which any database stores as it is. */
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
