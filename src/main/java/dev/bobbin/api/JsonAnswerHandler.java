package dev.bobbin.api;

import java.io.IOException;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.AbstractHttpMessageConverter;
import org.springframework.http.converter.HttpMessageNotReadableException;

/** Sends a {@link JsonAnswer}. Everything else is the mapper's. */
final class JsonAnswerConverter extends AbstractHttpMessageConverter<JsonAnswer> {

    JsonAnswerConverter() {
        super(MediaType.APPLICATION_JSON);
    }

    @Override
    protected boolean supports(Class<?> type) {
        return JsonAnswer.class.isAssignableFrom(type);
    }

    @Override
    protected JsonAnswer readInternal(Class<? extends JsonAnswer> type, HttpInputMessage message) {
        throw new HttpMessageNotReadableException("Answers are not read", message);
    }

    @Override
    protected void writeInternal(JsonAnswer answer, HttpOutputMessage message) throws IOException {
        JsonPieces json = new JsonPieces(message);
        answer.writeTo(json);
        json.end();
    }
}
