package dev.bobbin.thread;

import dev.bobbin.idempotency.CreatedObject;
import dev.bobbin.sequence.OwnerList;
import dev.bobbin.sequence.OwnerRow;
import dev.bobbin.web.json.JsonResponseWriter;
import dev.bobbin.web.json.JsonText;
import java.io.IOException;
import java.util.List;

/** A thread as the API returns it, without its messages. */
public record ThreadObject(String id, long createdAt, JsonText metadata, JsonText toolResources)
        implements CreatedObject, OwnerList.Owner {

    /** The row of this new thread. */
    OwnerRow row(String project, long lastPosition) {
        return new OwnerRow(project, id, createdAt, lastPosition, createdAt, List.of(metadata, toolResources));
    }

    @Override
    public String ownerId() {
        return id;
    }

    /** Writes the thread in one piece, so that a large one has a {@code Content-Length}, too. */
    @Override
    public void writeTo(JsonResponseWriter json) throws IOException {
        json.json("{\"id\":\"" + id + "\",\"object\":\"thread\",\"created_at\":" + createdAt + ",\"metadata\":"
                + metadata.text() + ",\"tool_resources\":" + toolResources.text() + "}");
    }
}
