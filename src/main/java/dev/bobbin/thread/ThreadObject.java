package dev.bobbin.thread;

import dev.bobbin.idempotency.CreatedObject;
import dev.bobbin.web.json.JsonResponseWriter;
import dev.bobbin.web.json.JsonText;
import java.io.IOException;

/** A thread as the API returns it, without its messages. */
record ThreadObject(String id, long createdAt, JsonText metadata, JsonText toolResources) implements CreatedObject {

    @Override
    public String ownerId() {
        return id;
    }

    @Override
    public void writeTo(JsonResponseWriter json) throws IOException {
        json.ascii("{\"id\":\"")
                .ascii(id)
                .ascii("\",\"object\":\"thread\",\"created_at\":")
                .ascii(createdAt)
                .ascii(",\"metadata\":")
                .json(metadata.text())
                .ascii(",\"tool_resources\":")
                .json(toolResources.text())
                .ascii("}");
    }
}
