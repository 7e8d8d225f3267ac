package dev.bobbin.transfer.conversation;

import dev.bobbin.conversation.PositionedItem;
import dev.bobbin.web.json.JsonResponseWriter;
import dev.bobbin.web.json.JsonWritable;
import java.io.IOException;

/** An item in an export. The item alone does not name its conversation. */
record ItemLine(String conversationId, PositionedItem item) implements JsonWritable {

    @Override
    public void writeTo(JsonResponseWriter json) throws IOException {
        json.ascii("{\"conversation_id\":\"").ascii(conversationId).ascii("\",\"item\":");
        item.writeTo(json);
        json.ascii("}");
    }
}
