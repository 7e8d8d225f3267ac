package dev.bobbin.web.json;

import java.io.IOException;

/** An answer that writes itself as JSON: a serializer takes several times as long to find out what is to be written. */
public interface JsonWritable {

    void writeTo(JsonResponseWriter json) throws IOException;

    /** How many bytes that takes, or a guess: room that has to grow costs more than to fill it. */
    default long expectedBytes() {
        return 512;
    }
}
