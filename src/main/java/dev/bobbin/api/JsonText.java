package dev.bobbin.api;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

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
        public String convertToDatabaseColumn(JsonText json) {
            return json.text();
        }

        @Override
        public JsonText convertToEntityAttribute(String text) {
            return new JsonText(text);
        }
    }
}
