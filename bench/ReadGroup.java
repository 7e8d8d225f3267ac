package bench;

/** Compares reading from Bobbin with a bare Spring MVC server that returns constant responses of the same size. */
final class ReadGroup implements Group {

    private static final int CONNECTIONS = 16;

    @Override
    public void measure(Settings settings) throws Exception {
        Table table = Table.titled(
                "Reading on H2, requests per second over " + CONNECTIONS + " connections",
                "request",
                "Bobbin",
                "bare Spring MVC, same size",
                "ratio");
        try (Store store = Store.h2().withConversation("a", 1_000)) {
            String message = store.messagePath("a", 500);
            try (WebServer bobbin = WebServer.bobbin(store);
                    WebServer floor = WebServer.httpFloor()) {
                String list = "/v1/threads/thread_a/messages?limit=";
                compare(table, "retrieve a message", message, bobbin, floor, settings);
                compare(table, "list 20 messages", list + 20, bobbin, floor, settings);
                compare(table, "list 100 messages", list + 100, bobbin, floor, settings);
            }
        }
    }

    private static void compare(
            Table table, String request, String path, WebServer bobbin, WebServer floor, Settings settings)
            throws Exception {
        int bytes = bobbin.sizeOf(path);
        Comparison comparison = new Comparison(
                Wrk.get(CONNECTIONS, bobbin.url(path)), Wrk.get(CONNECTIONS, floor.url("/constant/" + bytes)));
        table.row(String.format("%s (%,d bytes)", request, bytes), comparison.measure(settings));
    }
}
