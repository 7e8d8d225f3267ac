package dev.bobbin.web.json;

import java.io.IOException;

/** A response in the format JSON Lines: any number of objects, with a line feed after each. */
public interface JsonLines {

    /** Writes the lines. Each object writes itself on one line. */
    void writeTo(Writer lines) throws IOException;

    /** Receives the objects in their order. */
    interface Writer {

        void write(JsonWritable object) throws IOException;
    }
}
