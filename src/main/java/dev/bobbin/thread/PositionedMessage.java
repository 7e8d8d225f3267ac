package dev.bobbin.thread;

import dev.bobbin.sequence.SequenceWalk;
import dev.bobbin.web.json.JsonResponseWriter;
import java.io.IOException;

/** A message and its position in its thread. */
public record PositionedMessage(long position, MessageObject message) implements SequenceWalk.Element {

    @Override
    public String id() {
        return message.id();
    }

    @Override
    public void writeTo(JsonResponseWriter json) throws IOException {
        message.writeTo(json);
    }

    @Override
    public long expectedBytes() {
        return message.expectedBytes();
    }
}
