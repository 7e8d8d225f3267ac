package dev.bobbin.web.json;

import java.io.IOException;

/**
 * The response to a deletion.
 *
 * @param object the object's kind with {@code .deleted} at its end, such as {@code thread.deleted}
 */
public record DeletedObject(String id, String object) implements JsonWritable {

    @Override
    public void writeTo(JsonResponseWriter json) throws IOException {
        json.ascii("{\"id\":\"").json(id).ascii("\",\"object\":\"" + object + "\",\"deleted\":true}");
    }
}
