package bench;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/** Creating messages, beside bare JDBC loops that do so on a database of the same kind. */
record CreateGroup(
        String database, Callable<Store> newStore, Callable<Store> newStoreOfFloor, List<StorageFloor.Way> floors)
        implements Group {

    static final int CONVERSATIONS = 64;

    static CreateGroup onH2() {
        return new CreateGroup("H2", Store::h2, Store::h2, List.of(StorageFloor.Way.TWO_STATEMENTS));
    }

    static CreateGroup onPostgres() {
        return new CreateGroup(
                "PostgreSQL",
                () -> Store.postgres("server"),
                () -> Store.postgres("floor"),
                List.of(StorageFloor.Way.values()));
    }

    @Override
    public void measure(Settings settings) throws Exception {
        Table table = Table.titled(
                "Creating messages on " + database + ", a second, in " + CONVERSATIONS + " conversations in turn",
                "connections, and what the bare JDBC sends",
                "Bobbin",
                "bare JDBC, as durable",
                "ratio");
        try (Store store = newStore.call().withConversations(CONVERSATIONS, 0);
                Store storeOfFloor = newStoreOfFloor.call().withConversations(CONVERSATIONS, 0);
                WebServer bobbin = WebServer.bobbin(store)) {
            for (StorageFloor.Way way : floors) {
                compare(table, bobbin, storeOfFloor, way, settings);
            }
        }
    }

    private static void compare(
            Table table, WebServer bobbin, Store storeOfFloor, StorageFloor.Way way, Settings settings)
            throws Exception {
        try (StorageFloorProcess floor = StorageFloorProcess.on(storeOfFloor, way)) {
            for (int connections : new int[] {16, 64}) {
                Side server = Wrk.inTurn(connections, bobbin.origin(), requests());
                table.row(connections + ", " + way, new Comparison(server, floor.over(connections)).measure(settings));
            }
        }
    }

    /** One to each conversation. */
    static List<String> requests() {
        return IntStream.rangeClosed(1, CONVERSATIONS)
                .mapToObj(i -> "POST /v1/threads/thread_" + i + "/messages")
                .toList();
    }
}
