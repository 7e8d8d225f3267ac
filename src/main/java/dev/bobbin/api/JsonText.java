package dev.bobbin.api;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import org.jspecify.annotations.Nullable;

/** JSON that is stored as the text in which it is answered. */
public record JsonText(@JsonRawValue @JsonValue String text) {

    /** The JSON of a value, its members in snake case. */
    public static JsonText of(Object value) {
        return new JsonText(Json.MAPPER.writeValueAsString(value));
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
