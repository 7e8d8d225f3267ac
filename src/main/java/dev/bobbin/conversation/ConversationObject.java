package dev.bobbin.conversation;

import dev.bobbin.idempotency.CreatedObject;
import dev.bobbin.sequence.OwnerList;
import dev.bobbin.sequence.OwnerRow;
import dev.bobbin.web.json.JsonResponseWriter;
import dev.bobbin.web.json.JsonText;
import java.io.IOException;
import java.util.List;

/** A conversation as the API returns it, without its items. */
public record ConversationObject(String id, long createdAt, JsonText metadata)
        implements CreatedObject, OwnerList.Owner {

    /** The row of this new conversation, which has no items yet. */
    OwnerRow row(String project) {
        return new OwnerRow(project, id, createdAt, 0, createdAt, List.of(metadata));
    }

    @Override
    public String ownerId() {
        return id;
    }

    @Override
    public void writeTo(JsonResponseWriter json) throws IOException {
        json.json("{\"id\":\"" + id + "\",\"object\":\"conversation\",\"created_at\":" + createdAt + ",\"metadata\":"
                + metadata.text() + "}");
    }
}
