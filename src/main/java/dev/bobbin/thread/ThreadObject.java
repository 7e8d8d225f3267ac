package dev.bobbin.thread;

import dev.bobbin.api.JsonOutput;
import dev.bobbin.api.JsonText;
import java.io.IOException;

/** A thread as the API shows it, without its messages. */
record ThreadObject(String id, long createdAt, JsonText metadata, JsonText toolResources) implements Creatable {

    @Override
    public String threadId() {
        return id;
    }

    @Override
    public void writeTo(JsonOutput json) throws IOException {
        json.append("{\"id\":\"" + id + "\",\"object\":\"thread\",\"created_at\":" + createdAt + ",\"metadata\":"
                + metadata.text() + ",\"tool_resources\":" + toolResources.text() + "}");
    }
}
