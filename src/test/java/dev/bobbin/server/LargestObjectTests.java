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

        assertImportsExport(thread, "/v1/threads/import", "messages");
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

        assertImportsExport(conversation, "/v1/conversations/import", "items");
    }

    @Test
    void rejectsAnImportWithALargerLine() {
        String line = "{\"x\":\"" + "x".repeat(4 * MAX_BODY) + "\"}";

        Response response = api().importLines("{}", line);

        assertThat(response.status()).isEqualTo(413);
        assertThat(response.message()).startsWith("The value on line 2 is too large. Expected at most ");
    }

    /** Imports an export with one element, first beside the original and then without it. */
    private void assertImportsExport(String owner, String path, String elements) {
        String export = api().get(owner + "/export").body();

        assertThat(counts(api().importTo(path, export), elements)).isEqualTo("0 1 0");
        api().delete(owner);
        assertThat(counts(api().importTo(path, export), elements)).isEqualTo("1 0 0");
        assertThat(api().get(owner + "/export").body()).isEqualTo(export);
    }
}
