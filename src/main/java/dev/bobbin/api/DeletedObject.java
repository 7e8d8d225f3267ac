package dev.bobbin.api;

import java.io.IOException;

/** The answer to a deletion. */
public record DeletedObject(String id, String object) implements JsonAnswer {

    public static DeletedObject message(String id) {
        return new DeletedObject(id, "thread.message.deleted");
    }

    public static DeletedObject thread(String id) {
        return new DeletedObject(id, "thread.deleted");
    }

    @Override
    public void writeTo(JsonOutput json) throws IOException {
        json.append("{\"id\":\"" + id + "\",\"object\":\"" + object + "\",\"deleted\":true}");
    }
}
