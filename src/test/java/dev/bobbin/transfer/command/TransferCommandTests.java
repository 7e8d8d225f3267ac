package dev.bobbin.transfer.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.mock.env.MockEnvironment;
import tools.jackson.databind.json.JsonMapper;

/** The commands {@code export} and {@code import}: their options, and what they report after a failure. */
class TransferCommandTests {

    @TempDir
    private Path folder;

    private final MockEnvironment settings = new MockEnvironment();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    --debug                                        | /threads/export
                    --thread=thread_1                              | /threads/thread_1/export
                    --thread=a/b                                   | /threads/a%2Fb/export
                    --metadata=user=anna                           | /threads/export?metadata%5Buser%5D=anna
                    --metadata=a[b]=x=y&z                          | /threads/export?metadata%5Ba%5Bb%5D%5D=x%3Dy%26z
                    --metadata=user=anna --metadata=site=          | /threads/export?metadata%5Buser%5D=anna&metadata%5Bsite%5D=
                    --conversations                                | /conversations/export
                    --conversations --metadata=user=anna           | /conversations/export?metadata%5Buser%5D=anna
                    --conversation=conv_1                          | /conversations/conv_1/export
                    --conversations --conversation=conv_1          | /conversations/conv_1/export
                    """)
    void exportsWhatTheOptionsSelect(String arguments, String path) throws Exception {
        assertThat(ExportCommand.path(new DefaultApplicationArguments(arguments.split(" "))))
                .isEqualTo(path);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    --metadata                  | Write a filter as --metadata=NAME=VALUE.
                    --metadata=user             | Write a filter as --metadata=NAME=VALUE.
                    --thread                    | Use either one --thread=ID or --metadata=NAME=VALUE.
                    --thread=a --thread=b       | Use either one --thread=ID or --metadata=NAME=VALUE.
                    --thread=a --metadata=b=c   | Use either one --thread=ID or --metadata=NAME=VALUE.
                    --thread=a --conversations  | Use either --thread=ID or an option for conversations.
                    --conversation=a --metadata=b=c | Use either one --conversation=ID or --metadata=NAME=VALUE.
                    --url=nowhere               | '''nowhere'' is not a URL such as http://127.0.0.1:8080.'
                    --url=http://127.0.0.1:1/   | No server responds at http://127.0.0.1:1. Start it, or set --url or BOBBIN_URL.
                    """)
    void reportsWhyItCannotExport(String arguments, String message) {
        assertThatThrownBy(() -> export(arguments.split(" "))).hasMessage(message);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void neverShowsAnInvalidKey() {
        settings.setProperty("BOBBIN_KEY", "sk-secret\n");

        assertThatThrownBy(this::export)
                .hasMessage("The value of BOBBIN_KEY contains a character that is not allowed in a key.")
                .hasNoCause();
    }

    @Test
    void writesACompleteResponseInPlaceOfAnEarlierFile() throws Exception {
        Files.writeString(file(), "earlier");
        try (FakeServer server =
                new FakeServer("HTTP/1.1 200\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n{}\n\r\n0\r\n\r\n")) {
            assertThat(export("--url=" + server.url()))
                    .isEqualTo("Exported 1 lines (3 bytes) to " + file() + ", in place of an earlier file.");
        }
        assertThat(file()).hasContent("{}\n");
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    @ParameterizedTest
    @CsvSource({"Transfer-Encoding: chunked, 'ff\r\n{}\n'", "Content-Length: 9, '{}\n'"})
    void leavesNoFileIfTheResponseIsCut(String header, String start) throws Exception {
        try (FakeServer server = new FakeServer("HTTP/1.1 200\r\n" + header + "\r\n\r\n" + start)) {
            assertThatThrownBy(() -> export("--url=" + server.url()))
                    .hasMessageStartingWith(
                            "The connection to " + server.url() + " ended before the response was complete: ");
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void rejectsAResponseWhoseEndCannotBeRecognized() throws Exception {
        try (FakeServer server = new FakeServer("HTTP/1.1 200\r\n\r\n{}\n")) {
            assertThatThrownBy(() -> export("--url=" + server.url())).hasMessageContaining("states no length");
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void reportsTheErrorOfTheServer() throws Exception {
        try (FakeServer server = new FakeServer("HTTP/1.1 401\r\nContent-Length: 5\r\n\r\nWrong")) {
            assertThatThrownBy(() -> export("--url=" + server.url()))
                    .hasMessage(server.url() + " responded with 401: Wrong");
            assertThatThrownBy(() -> new ImportCommand()
                            .run(
                                    Files.createFile(file()).toString(),
                                    new DefaultApplicationArguments("--url=" + server.url()),
                                    settings))
                    .hasMessage(server.url() + " responded with 401: Wrong");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    --debug                                  | /threads/import
                    --create-threads                         | /threads/import?create_threads=true
                    --conversations                          | /conversations/import
                    --conversations --create-conversations   | /conversations/import?create_conversations=true
                    """)
    void importsWhatTheOptionsSelect(String arguments, String path) throws Exception {
        assertThat(ImportCommand.path(new DefaultApplicationArguments(arguments.split(" "))))
                .isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--create-conversations", "--conversations --create-threads"})
    void rejectsOptionsOfTheOtherKind(String arguments) {
        assertThatThrownBy(() -> ImportCommand.path(new DefaultApplicationArguments(arguments.split(" "))))
                .hasMessage("Use either --create-threads, or --conversations with --create-conversations.");
    }

    @Test
    void reportsThatThereIsNothingToImport() {
        assertThatThrownBy(
                        () -> new ImportCommand().run(file().toString(), new DefaultApplicationArguments(), settings))
                .hasMessage("There is no file " + file() + ".");
    }

    @Test
    void listsTheProblemsOfAnImport() throws Exception {
        String counts = "{\"threads\":{\"created\":1,\"skipped\":2,\"refused\":3},"
                + "\"messages\":{\"created\":4,\"skipped\":5,\"refused\":6},";
        String sentence = "Threads: 1 created, 2 skipped, 3 refused. Messages: 4 created, 5 skipped, 6 refused.";

        assertThat(summary(counts + "\"problems\":[],\"problems_omitted\":0}")).isEqualTo(sentence);
        assertThatThrownBy(() -> summary(counts + "\"problems\":[{\"line\":7,\"message\":\"Wrong.\"},"
                        + "{\"line\":9,\"message\":\"Bad.\"}],\"problems_omitted\":2}"))
                .isInstanceOf(IOException.class)
                .hasMessage("Line 7: Wrong.\nLine 9: Bad.\nThere are 2 more problems.\n" + sentence);
    }

    @Test
    void countsImportedConversations() throws Exception {
        assertThat(summary("{\"conversations\":{\"created\":1,\"skipped\":2,\"refused\":3},"
                        + "\"items\":{\"created\":4,\"skipped\":5,\"refused\":6},\"problems\":[]}"))
                .isEqualTo("Conversations: 1 created, 2 skipped, 3 refused. Items: 4 created, 5 skipped, 6 refused.");
    }

    private static String summary(String report) throws IOException {
        return ImportCommand.summary(JsonMapper.shared().readTree(report));
    }

    private String export(String... options) throws IOException, InterruptedException {
        return new ExportCommand().run(file().toString(), new DefaultApplicationArguments(options), settings);
    }

    private Path file() {
        return folder.resolve("threads.jsonl");
    }

    /** Sends the same bytes to each client, and closes the connection. */
    private static final class FakeServer implements AutoCloseable {

        private final ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());

        FakeServer(String response) throws IOException {
            Thread thread = new Thread(() -> respond(response.getBytes(UTF_8)), "fake-server");
            thread.setDaemon(true);
            thread.start();
        }

        String url() {
            return "http://127.0.0.1:" + socket.getLocalPort();
        }

        private void respond(byte[] response) {
            while (!socket.isClosed()) {
                try (Socket client = socket.accept();
                        InputStream request = client.getInputStream()) {
                    request.read(new byte[10_000]);
                    client.getOutputStream().write(response);
                } catch (IOException e) {
                    // The client or the test has closed a connection.
                    continue;
                }
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
