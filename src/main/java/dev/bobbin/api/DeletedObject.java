package dev.bobbin.api;

/** The answer to a deletion. */
public record DeletedObject(String id, String object, boolean deleted) {

    public static DeletedObject message(String id) {
        return new DeletedObject(id, "thread.message.deleted", true);
    }

    public static DeletedObject thread(String id) {
        return new DeletedObject(id, "thread.deleted", true);
    }
}
