package bench;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The load of a chat application. Of every six requests, two list messages, three retrieve one and one creates one. */
final class MixedLoad {

    private static final int CONNECTIONS = 16;
    private static final int CONVERSATIONS = 64;

    private final List<String> requests = new ArrayList<>();

    private MixedLoad() {}

    /** Fills the store with the messages to read. */
    static MixedLoad on(Store store) throws SQLException {
        store.withConversations(CONVERSATIONS, 100);
        MixedLoad load = new MixedLoad();
        for (int conversation : IntStream.rangeClosed(1, CONVERSATIONS).toArray()) {
            String messages = "/v1/threads/thread_" + conversation + "/messages";
            String message = store.messagePath(String.valueOf(conversation), conversation);
            load.requests.addAll(List.of(
                    "POST " + messages,
                    "GET " + messages + "?limit=20",
                    "GET " + message,
                    "GET " + messages + "?limit=20",
                    "GET " + message,
                    "GET " + message));
        }
        return load;
    }

    Wrk at(WebServer server) throws Exception {
        return Wrk.inTurn(CONNECTIONS, server.origin(), requests);
    }
}
