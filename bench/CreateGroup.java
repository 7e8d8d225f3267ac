package bench;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/** Creating messages, beside a bare JDBC loop that does the same transaction on a database of the same kind. */
record CreateGroup(String database, Callable<Store> newStore, Callable<Store> newStoreOfFloor) implements Group {

    static final int CONVERSATIONS = 64;

    static CreateGroup onH2() {
        return new CreateGroup("H2", Store::h2, Store::h2);
    }

    static CreateGroup onPostgres() {
        return new CreateGroup("PostgreSQL", () -> Store.postgres("server"), () -> Store.postgres("floor"));
    }

    @Override
    public void measure(Settings settings) throws Exception {
        Table table = Table.titled(
                "Creating messages on " + database + ", a second, in " + CONVERSATIONS + " conversations in turn",
                "connections",
                "Bobbin",
                "bare JDBC, as durable",
                "ratio");
        try (Store store = newStore.call().withConversations(CONVERSATIONS, 0);
                Store storeOfFloor = newStoreOfFloor.call().withConversations(CONVERSATIONS, 0);
                WebServer bobbin = WebServer.bobbin(store);
                StorageFloorProcess floor = StorageFloorProcess.on(storeOfFloor)) {
            for (int connections : new int[] {16, 64}) {
                Side server = Wrk.inTurn(connections, bobbin.origin(), requests());
                table.row(
                        String.valueOf(connections), new Comparison(server, floor.over(connections)).measure(settings));
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
