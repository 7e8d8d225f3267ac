package dev.bobbin.conversation;

import dev.bobbin.sequence.SequenceElement;
import dev.bobbin.web.json.JsonResponseWriter;
import dev.bobbin.web.json.JsonText;
import java.io.IOException;

/** An item as the API returns it. It is stored as this JSON, so that reading parses nothing. */
public record ItemObject(String id, JsonText item) implements SequenceElement {

    @Override
    public void writeTo(JsonResponseWriter json) throws IOException {
        item.writeTo(json);
    }

    @Override
    public long expectedBytes() {
        return item.expectedBytes();
    }
}
