package bench;

import java.util.List;

/** Compares a large PostgreSQL database with a small one, to find the cost of many other conversations. */
final class LargeGroup implements Group {

    private static final int CONNECTIONS = 16;
    private static final int SMALL = 100;
    private static final int MESSAGES_EACH = 10;

    @Override
    public void measure(Settings settings) throws Exception {
        int large = settings.messages();
        Table table = Table.titled(
                "A large database on PostgreSQL, requests per second over " + CONNECTIONS
                        + " connections, to random conversations",
                "request",
                String.format("%,d conversations, %,d messages", large, (long) large * MESSAGES_EACH),
                SMALL + " conversations",
                "ratio");
        try (Store much = Store.postgres("much").withConversations(large, MESSAGES_EACH);
                Store little = Store.postgres("little").withConversations(SMALL, MESSAGES_EACH);
                WebServer atMuch = WebServer.bobbin(much);
                WebServer atLittle = WebServer.bobbin(little)) {
            table.row(
                    "retrieve a message",
                    new Comparison(retrieve(atMuch, much), retrieve(atLittle, little)).measure(settings));
            table.row("list messages", new Comparison(list(atMuch, much), list(atLittle, little)).measure(settings));
        }
    }

    private static Side retrieve(WebServer server, Store store) throws Exception {
        return some(server, store, "'/messages/' || id");
    }

    private static Side list(WebServer server, Store store) throws Exception {
        return some(server, store, "'/messages'");
    }

    private static Side some(WebServer server, Store store, String rest) throws Exception {
        List<String> requests = store.query("select 'GET /v1/threads/' || thread_id || " + rest
                + " from messages where position = 1 order by random() limit 10000");
        return Wrk.inTurn(CONNECTIONS, server.origin(), requests);
    }
}
