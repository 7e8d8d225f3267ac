package dev.bobbin.conversation;

import dev.bobbin.sequence.SequenceWalk;
import dev.bobbin.web.json.JsonResponseWriter;
import java.io.IOException;

/** An item and its position in its conversation. */
public record PositionedItem(long position, ItemObject item) implements SequenceWalk.Element {

    @Override
    public String id() {
        return item.id();
    }

    @Override
    public void writeTo(JsonResponseWriter json) throws IOException {
        item.writeTo(json);
    }

    @Override
    public long expectedBytes() {
        return item.expectedBytes();
    }
}
