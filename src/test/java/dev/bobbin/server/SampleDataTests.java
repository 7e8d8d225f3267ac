package dev.bobbin.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bobbin.BobbinApplication;
import dev.bobbin.server.support.Server;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The sample data of the profile {@code demo}, in servers that run one after the other. */
class SampleDataTests {

    @TempDir
    private Path folder;

    @Test
    void restoresOnlyMissingSampleDataAtStartup() throws Exception {
        String messages = "/v1/threads/thread_abc123/messages";
        List<String> texts;
        try (RunningServer server = start()) {
            texts = server.api().get(messages).texts();
            assertThat(server.api().get(messages).ids()).containsExactly("msg_abc123", "msg_abc12");
            server.api().post(messages, Server.message("Added"));
            server.api().post(messages + "/msg_abc123", "{\"metadata\": {\"modified\": \"yes\"}}");
            server.api().delete(messages + "/msg_abc12");
        }
        try (RunningServer server = start()) {
            assertThat(server.api().get(messages).texts()).containsExactly("Added", texts.get(0), texts.get(1));
            assertThat(server.api().get(messages + "?order=asc&after=msg_abc12").texts())
                    .containsExactly(texts.get(0), "Added");
            assertThat(server.api()
                            .get(messages + "/msg_abc123")
                            .json()
                            .at("/metadata/modified")
                            .stringValue())
                    .isEqualTo("yes");
            server.api().delete("/v1/threads/thread_abc123");
        }
        try (RunningServer server = start()) {
            assertThat(server.api().get(messages).texts()).isEqualTo(texts);
        }
    }

    @Test
    void restoresDeletedSampleConversationsAtStartup() throws Exception {
        String digits = "_01a04d1ad800" + "0".repeat(30);
        String conversations = "/v1/conversations/conv" + digits;
        String items = conversations + "abc123/items";
        List<String> ids = List.of(
                "msg" + digits + "abc123",
                "fc" + digits + "abc12c",
                "fc" + digits + "abc12b",
                "msg" + digits + "abc12a");
        try (RunningServer server = start()) {
            assertThat(server.api().get(items).ids()).isEqualTo(ids);
            server.api().delete(items + "/" + ids.get(1));
            server.api().delete(conversations + "abc124");
        }
        try (RunningServer server = start()) {
            assertThat(server.api().get(items).ids()).isEqualTo(ids);
            assertThat(server.api().get(conversations + "abc124/items").ids())
                    .containsExactly("msg" + digits + "abc124");
            assertThat(server.api().delete(conversations + "abc124").status()).isEqualTo(200);
        }
    }

    private RunningServer start() {
        return new RunningServer(new SpringApplicationBuilder(BobbinApplication.class)
                .profiles("demo")
                .run("--server.port=0", "--bobbin.data-dir=" + folder));
    }

    private record RunningServer(ConfigurableApplicationContext context) implements Server, AutoCloseable {

        @Override
        public int port() {
            return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
        }

        @Override
        public void close() {
            context.close();
        }
    }
}
