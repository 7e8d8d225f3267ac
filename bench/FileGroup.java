package bench;

import java.nio.file.Files;
import java.nio.file.Path;

/** Measures the size of the H2 file. */
final class FileGroup implements Group {

    private static final int CONNECTIONS = 16;
    private static final int IDLE_SECONDS = 60;

    @Override
    public void measure(Settings settings) throws Exception {
        Table table = Table.titled(
                "Size of the H2 file after creating messages of 200 characters at full speed",
                "when",
                "messages",
                "MB",
                "bytes per message");
        try (Store store = Store.h2().withConversations(CreateGroup.CONVERSATIONS, 0)) {
            Path file = Path.of(store.setting().split("=")[1], "bobbin.mv.db");
            long messages = 0;
            try (WebServer bobbin = WebServer.bobbin(store)) {
                Wrk wrk = Wrk.inTurn(CONNECTIONS, bobbin.origin(), CreateGroup.requests(CreateGroup.CONVERSATIONS));
                while (messages < settings.messages() / 10) {
                    messages += wrk.run(settings.seconds()).requests();
                }
                row(table, "right after the load", messages, file);
                Thread.sleep(IDLE_SECONDS * 1_000L);
                row(table, "after an idle minute", messages, file);
            }
            row(table, "after the shutdown", messages, file);
        }
    }

    private static void row(Table table, String when, long messages, Path file) throws Exception {
        long bytes = Files.size(file);
        table.row(
                when,
                String.format("%,d", messages),
                String.format("%.1f", bytes / 1e6),
                String.format("%,d", bytes / messages));
    }
}
