package dev.bobbin.server.support;

/** A running server that the tests of the whole server share, on whichever database it keeps its data. */
public interface Server {

    int port();

    default String origin() {
        return "http://127.0.0.1:" + port();
    }

    default ApiClient api() {
        return new ApiClient(origin());
    }

    /** What a client with this key sees. */
    default ApiClient with(String key) {
        return new ApiClient(origin(), "Authorization", "Bearer " + key);
    }

    /** The path of a new thread with messages of these texts, oldest first. */
    default String threadWith(String... texts) {
        String path = "/v1/threads/" + api().post("/v1/threads", "{}").id();
        for (String text : texts) {
            api().post(path + "/messages", say(text));
        }
        return path;
    }

    /** The body of a message that says something. */
    static String say(String text) {
        return "{\"role\": \"user\", \"content\": \"" + text + "\"}";
    }
}
