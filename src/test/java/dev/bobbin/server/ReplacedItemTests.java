package dev.bobbin.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bobbin.BobbinApplication;
import dev.bobbin.server.support.Server;
import dev.bobbin.server.support.ServerTest;
import dev.bobbin.server.support.StatementRecorder;
import org.junit.jupiter.api.Test;

/** A client deletes a large item, and adds another one with its id, while a second client reads the page. */
@ServerTest(classes = {BobbinApplication.class, StatementRecorder.class})
class ReplacedItemTests implements Server {

    private static final String READ_OF_LARGE_ITEMS = "select (?!.*case when).* from conversation_items e .*";

    @Test
    void showsANewItemAtItsOwnPlace() {
        String items = conversationWith() + "/items";
        api().post(items, largeItem("Old"));
        String second = api().post(items, Server.items("Two")).ids().get(0);
        StatementRecorder.runBefore(READ_OF_LARGE_ITEMS, () -> {
            api().delete(items + "/msg_1");
            api().post(items, largeItem("New"));
        });

        assertThat(api().get(items + "?order=asc").ids()).containsExactly(second, "msg_1");
    }

    private static String largeItem(String text) {
        return "{\"items\": [{\"id\": \"msg_1\", \"role\": \"user\", \"content\": \"" + text.repeat(10_000) + "\"}]}";
    }
}
