package bench;

import java.util.List;

/** Compares the items of conversations with the messages of threads, on the same server. */
final class ItemGroup implements Group {

    private static final int CONNECTIONS = 16;
    private static final int CONVERSATIONS = CreateGroup.CONVERSATIONS;
    private static final int ELEMENTS = 40;

    @Override
    public void measure(Settings settings) throws Exception {
        Table table = Table.titled(
                "Items and messages on H2, requests per second over " + CONNECTIONS + " connections",
                "request",
                "items",
                "messages",
                "ratio");
        try (Store store = Store.h2().withConversations(CONVERSATIONS, ELEMENTS).withItems(CONVERSATIONS, ELEMENTS)) {
            String item = store.itemPath(1, ELEMENTS / 2);
            String message = store.messagePath("1", ELEMENTS / 2);
            try (WebServer bobbin = WebServer.bobbin(store)) {
                table.row("retrieve", compare(bobbin, item, message).measure(settings));
                table.row(
                        "list 20",
                        compare(
                                        bobbin,
                                        "/v1/conversations/conv_1/items?limit=20",
                                        "/v1/threads/thread_1/messages?limit=20")
                                .measure(settings));
                table.row("create", creations(bobbin).measure(settings));
            }
        }
    }

    private static Comparison compare(WebServer bobbin, String items, String messages) {
        return new Comparison(Wrk.get(CONNECTIONS, bobbin.url(items)), Wrk.get(CONNECTIONS, bobbin.url(messages)));
    }

    private static Comparison creations(WebServer bobbin) throws Exception {
        List<String> messages = CreateGroup.requests(CONVERSATIONS);
        List<String> items = messages.stream()
                .map(request -> request.replace("threads/thread_", "conversations/conv_")
                        .replace("messages", "items"))
                .toList();
        return new Comparison(
                Wrk.inTurn(CONNECTIONS, bobbin.origin(), items), Wrk.inTurn(CONNECTIONS, bobbin.origin(), messages));
    }
}
