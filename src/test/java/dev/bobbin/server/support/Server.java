package dev.bobbin.server.support;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A running server, on any database, with helpers that tests share. */
public interface Server {

    /** The port of the server. A test class with {@link ServerTest} gets it from {@link ServerExtension}. */
    default int port() {
        return ServerExtension.portOf(this);
    }

    default String origin() {
        return "http://127.0.0.1:" + port();
    }

    default ApiClient api() {
        return new ApiClient(origin());
    }

    /** Returns a client that sends this key. */
    default ApiClient withKey(String key) {
        return new ApiClient(origin(), "Authorization", "Bearer " + key);
    }

    /** Creates a thread with messages of these texts, oldest first. Returns its path. */
    default String threadWith(String... texts) {
        String path = "/v1/threads/" + api().post("/v1/threads", "{}").id();
        for (String text : texts) {
            api().post(path + "/messages", message(text));
        }
        return path;
    }

    /** Creates a conversation with user messages of these texts, oldest first. Returns its path. */
    default String conversationWith(String... texts) {
        String path =
                "/v1/conversations/" + api().post("/v1/conversations", "{}").id();
        for (String text : texts) {
            api().post(path + "/items", items(text));
        }
        return path;
    }

    /** Creates a thread with messages, or a conversation with items, of these texts, oldest first. */
    default SequenceUnderTest sequenceOf(SequenceKind kind, String... texts) {
        String owner = kind == SequenceKind.MESSAGES ? threadWith(texts) : conversationWith(texts);
        return new SequenceUnderTest(api(), owner);
    }

    /** Returns the path of a thread's messages or a conversation's items. */
    static String elementsOf(String owner) {
        return owner + (owner.contains("/conversations/") ? "/items" : "/messages");
    }

    /** Returns the request body that appends a user message to a thread or a conversation. */
    static String elementOf(String owner, String text) {
        return owner.contains("/conversations/") ? items(text) : message(text);
    }

    /** Returns the request body that adds user messages of these texts to a conversation. */
    static String items(String... texts) {
        return Stream.of(texts).map(Server::message).collect(Collectors.joining(",", "{\"items\": [", "]}"));
    }

    /** Returns the request body of a user message with this text. */
    static String message(String text) {
        return "{\"role\": \"user\", \"content\": \"" + text + "\"}";
    }
}
