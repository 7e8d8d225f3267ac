package bench;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/** Compares creating messages in Bobbin with bare JDBC loops on the same kind of database. */
record CreateGroup(
        String database,
        int conversations,
        Callable<Store> newStore,
        Callable<Store> newStoreOfFloor,
        List<StorageFloor.Way> floors)
        implements Group {

    static final int CONVERSATIONS = 64;
    static final int MANY_CONVERSATIONS = 1_000;

    static CreateGroup onH2(int conversations) {
        return new CreateGroup("H2", conversations, Store::h2, Store::h2, List.of(StorageFloor.Way.TWO_STATEMENTS));
    }

    static CreateGroup onPostgres() {
        return new CreateGroup(
                "PostgreSQL",
                CONVERSATIONS,
                () -> Store.postgres("server"),
                () -> Store.postgres("floor"),
                List.of(StorageFloor.Way.values()));
    }

    @Override
    public void measure(Settings settings) throws Exception {
        Table table = Table.titled(
                String.format(
                        "Messages created per second on %s, in %,d conversations in turn", database, conversations),
                "connections, statements of the bare JDBC loop",
                "Bobbin",
                "bare JDBC, equally durable",
                "ratio");
        try (Store store = newStore.call().withConversations(conversations, 0);
                Store storeOfFloor = newStoreOfFloor.call().withConversations(conversations, 0);
                WebServer bobbin = WebServer.bobbin(store)) {
            for (StorageFloor.Way way : floors) {
                compare(table, bobbin, storeOfFloor, way, settings);
            }
        }
    }

    private void compare(Table table, WebServer bobbin, Store storeOfFloor, StorageFloor.Way way, Settings settings)
            throws Exception {
        try (StorageFloorProcess floor = StorageFloorProcess.on(storeOfFloor, way)) {
            for (int connections : new int[] {16, 64}) {
                Side server = Wrk.inTurn(connections, bobbin.origin(), requests(conversations));
                table.row(connections + ", " + way, new Comparison(server, floor.over(connections)).measure(settings));
            }
        }
    }

    /** Returns one request for each conversation. */
    static List<String> requests(int conversations) {
        return IntStream.rangeClosed(1, conversations)
                .mapToObj(i -> "POST /v1/threads/thread_" + i + "/messages")
                .toList();
    }
}
