package bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Compares creating messages on H2 with as many durable writes of a bare Redis. Redis is an optional program. */
final class RedisGroup implements Group {

    @Override
    public void measure(Settings settings) throws Exception {
        if (!isInstalled()) {
            System.out.println("\nThe group \"redis\" is skipped, because redis-server is not installed.");
            return;
        }
        int conversations = CreateGroup.MANY_CONVERSATIONS;
        Table table = Table.titled(
                String.format("Durable writes per second, in %,d conversations", conversations),
                "connections",
                "Bobbin on H2, messages created",
                "bare Redis, entries appended to lists",
                "ratio");
        try (Store store = Store.h2().withConversations(conversations, 0);
                WebServer bobbin = WebServer.bobbin(store);
                RedisFloor redis = RedisFloor.start()) {
            for (int connections : new int[] {16, 64}) {
                Side server = Wrk.inTurn(connections, bobbin.origin(), CreateGroup.requests(conversations));
                Side floor = redis.over(connections, conversations);
                table.row(String.valueOf(connections), new Comparison(server, floor).measure(settings));
            }
        }
    }

    private static boolean isInstalled() {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "redis-server")));
    }
}
