package dev.bobbin.api;

import java.io.IOException;

/** An answer that writes itself as JSON: a serializer takes several times as long to find out what is to be written. */
public interface JsonAnswer {

    void writeTo(JsonPieces json) throws IOException;
}
