package dev.bobbin.server;

import static dev.bobbin.server.support.ImportReports.counts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bobbin.BobbinApplication;
import dev.bobbin.server.support.ApiClient.Response;
import dev.bobbin.server.support.Server;
import dev.bobbin.server.support.ServerTest;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The line of an exported object can be longer than the body that created it, which has at most 1 MB here. */
@ServerTest(classes = BobbinApplication.class, properties = "bobbin.max-body-size=1MB")
class LargestObjectTests implements Server {

    private static final int MAX_BODY = 1 << 20;
    private static final String METADATA = IntStream.range(0, 16)
            .mapToObj(i -> "\"" + i + "\":\"" + "\\u0001".repeat(512) + "\"")
            .collect(Collectors.joining(",", "{\"metadata\":{", "}}"));

    @Test
    void importsAnExportedMessageOfMaximumSize() {
        String thread = threadWith();
        String part = "{\"type\":\"text\",\"text\":\"" + "x".repeat(350) + "\"}";
        int parts = MAX_BODY / (part.length() + 1) - 1;
        String content = "[" + part + ("," + part).repeat(parts - 1) + "]";
        Response message = api().post(thread + "/messages", "{\"role\":\"user\",\"content\":" + content + "}");
        assertThat(message.status()).isEqualTo(200);
        assertThat(api().post(thread + "/messages/" + message.id(), METADATA).status())
                .isEqualTo(200);
        String export = api().get(thread + "/export").body();

        assertThat(counts(api().importLines(export), "messages")).isEqualTo("0 1 0");
        api().delete(thread);
        assertThat(counts(api().importLines(export), "messages")).isEqualTo("1 0 0");
        assertThat(api().get(thread + "/export").body()).isEqualTo(export);
    }

    @Test
    void importsAnExportedItemOfMaximumSize() {
        String conversation =
                "/v1/conversations/" + api().post("/v1/conversations", "{}").id();
        String begin = "{\"items\":[{\"role\":\"user\",\"content\":\"";
        String end = "\"}]}";
        String text = "x".repeat(MAX_BODY - begin.length() - end.length());
        assertThat(api().post(conversation + "/items", begin + text + end).status())
                .isEqualTo(200);
        String export = api().get(conversation + "/export").body();

        assertThat(counts(api().importConversations(export), "items")).isEqualTo("0 1 0");
        api().delete(conversation);
        assertThat(counts(api().importConversations(export), "items")).isEqualTo("1 0 0");
        assertThat(api().get(conversation + "/export").body()).isEqualTo(export);
    }

    @Test
    void rejectsAnImportWithALargerLine() {
        String line = "{\"x\":\"" + "x".repeat(4 * MAX_BODY) + "\"}";

        Response response = api().importLines("{}", line);

        assertThat(response.status()).isEqualTo(413);
        assertThat(response.message()).startsWith("The value on line 2 is too large. Expected at most ");
    }
}
