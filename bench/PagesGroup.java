package bench;

import java.util.List;

/** Compares a large conversation with a small one on the same server, at several positions. */
final class PagesGroup implements Group {

    private static final int CONNECTIONS = 16;
    private static final int SMALL = 100;
    private static final int PAGE = 20;

    @Override
    public void measure(Settings settings) throws Exception {
        try (Store store = Store.h2()) {
            measure("H2", store, settings);
        }
        try (Store store = Store.postgres("pages")) {
            measure("PostgreSQL", store, settings);
        }
    }

    private static void measure(String database, Store store, Settings settings) throws Exception {
        int large = settings.messages();
        Table table = Table.titled(
                "A large conversation on " + database + ", requests per second over " + CONNECTIONS + " connections",
                "request",
                String.format("%,d messages", large),
                SMALL + " messages (create: none)",
                "ratio");
        store.withConversation("large", large).withConversation("small", SMALL).withConversation("empty", 0);
        String largeMiddle = page(store, "large", large / 2);
        String largeEnd = page(store, "large", large - PAGE);
        String smallMiddle = page(store, "small", SMALL / 2);
        String smallEnd = page(store, "small", SMALL - PAGE);
        try (WebServer bobbin = WebServer.bobbin(store)) {
            table.row(
                    "list the first " + PAGE,
                    pages(bobbin, page("large"), page("small")).measure(settings));
            table.row(
                    "list " + PAGE + " in the middle",
                    pages(bobbin, largeMiddle, smallMiddle).measure(settings));
            table.row("list the last " + PAGE, pages(bobbin, largeEnd, smallEnd).measure(settings));
            table.row("create", new Comparison(create(bobbin, "large"), create(bobbin, "empty")).measure(settings));
        }
    }

    private static Comparison pages(WebServer bobbin, String large, String small) {
        return new Comparison(Wrk.get(CONNECTIONS, bobbin.url(large)), Wrk.get(CONNECTIONS, bobbin.url(small)));
    }

    private static Side create(WebServer bobbin, String conversation) throws Exception {
        return Wrk.inTurn(
                CONNECTIONS, bobbin.origin(), List.of("POST /v1/threads/thread_" + conversation + "/messages"));
    }

    private static String page(String conversation) {
        return "/v1/threads/thread_" + conversation + "/messages?order=asc&limit=" + PAGE;
    }

    private static String page(Store store, String conversation, int after) throws Exception {
        String message = store.messagePath(conversation, after);
        return page(conversation) + "&after=" + message.substring(message.lastIndexOf('/') + 1);
    }
}
