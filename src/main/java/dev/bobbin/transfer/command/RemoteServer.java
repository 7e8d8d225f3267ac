package dev.bobbin.transfer.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ApplicationArguments;
import org.springframework.core.env.Environment;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The server that the commands call. No body is held in memory. */
final class RemoteServer {

    static final String URL = "url";

    private static final String KEY_VARIABLE = "BOBBIN_KEY";
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final BodyHandler<String> TEXT = BodyHandlers.ofString(StandardCharsets.UTF_8);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
    private final String url;
    private final @Nullable String key;

    private RemoteServer(String url, @Nullable String key) {
        this.url = url;
        this.key = key;
    }

    /** Returns the server of the option or of the variable, and by default the one on this machine. */
    static RemoteServer of(ApplicationArguments options, Environment settings) throws IOException {
        String local = "http://127.0.0.1:" + settings.getProperty("server.port", "8080");
        String url = settings.getProperty("BOBBIN_URL", local);
        if (options.containsOption(URL)) {
            url = String.join(",", options.getOptionValues(URL));
        }
        RemoteServer server = new RemoteServer(url.replaceFirst("/+$", ""), settings.getProperty(KEY_VARIABLE));
        server.request("");
        return server;
    }

    /**
     * Writes the response to the output.
     *
     * @return the size of the response, such as "5 lines (1234 bytes)"
     */
    String download(String path, OutputStream output) throws IOException, InterruptedException {
        LineCounter lines = new LineCounter(output);
        Progress progress = new Progress(lines::bytes, () -> false);
        call(request(path).build(), response -> writeTo(lines, response), progress);
        return lines.lines() + " lines (" + lines.bytes() + " bytes)";
    }

    /** Sends a body, and returns the server's report. */
    JsonNode upload(String path, InputStream input) throws IOException, InterruptedException {
        HttpRequest probe = request("/threads?limit=1").timeout(TIMEOUT).build();
        // Reports a wrong URL or key before the server has read a body of any size.
        call(probe, TEXT, new Progress(() -> 0, () -> false));
        ByteCounter body = new ByteCounter(input);
        HttpRequest request = request(path)
                .header("Content-Type", "application/jsonl")
                .POST(BodyPublishers.ofInputStream(() -> body))
                .build();
        // The server responds at the end of the import, which can take longer than any timeout.
        String report = call(request, TEXT, new Progress(body::bytes, () -> body.isAtEnd() && responds(probe)));
        try {
            return JsonMapper.shared().readTree(report);
        } catch (JacksonException e) {
            throw new IOException(url + " did not respond with the report of an import.", e);
        }
    }

    private HttpRequest.Builder request(String path) throws IOException {
        HttpRequest.Builder request;
        try {
            request = HttpRequest.newBuilder(URI.create(url + path));
            // A server with bobbin.require-beta-header rejects calls of threads without it.
            request.header("OpenAI-Beta", "assistants=v2");
        } catch (IllegalArgumentException e) {
            throw new WrongOptionException("'" + url + "' is not a URL such as http://127.0.0.1:8080.");
        }
        return key == null ? request : authorize(request, key);
    }

    /** The message of the exception would contain the key. */
    private static HttpRequest.Builder authorize(HttpRequest.Builder request, String key) throws IOException {
        try {
            return request.header("Authorization", "Bearer " + key);
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    "The value of " + KEY_VARIABLE + " contains a character that is not allowed in a key.");
        }
    }

    /** Only a successful response goes to the output. The text of any other one is an error message. */
    private static BodySubscriber<String> writeTo(LineCounter output, ResponseInfo response) {
        if (response.statusCode() != HttpURLConnection.HTTP_OK) {
            return TEXT.apply(response);
        }
        if (!isDelimited(response.headers())) {
            throw new UncheckedIOException(
                    new IOException("The response states no length, so a cut would not be noticed."));
        }
        return BodySubscribers.mapping(
                BodySubscribers.ofByteArrayConsumer(bytes -> bytes.ifPresent(output::write)), done -> "");
    }

    private static boolean isDelimited(HttpHeaders headers) {
        return headers.firstValue("Transfer-Encoding").isPresent()
                || headers.firstValue("Content-Length").isPresent();
    }

    private String call(HttpRequest request, BodyHandler<String> handler, Progress progress)
            throws IOException, InterruptedException {
        HttpResponse<String> response;
        try {
            response = progress.await(client.sendAsync(request, handler));
        } catch (ConnectException | HttpConnectTimeoutException e) {
            throw new IOException("No server responds at " + url + ". Start it, or set --url or BOBBIN_URL.", e);
        } catch (Progress.StalledException | HttpTimeoutException e) {
            throw new IOException("The connection to " + url + " has stalled.", e);
        } catch (IOException e) {
            if (e.getCause() instanceof UncheckedIOException file) {
                throw file.getCause();
            }
            throw new IOException(
                    "The connection to " + url + " ended before the response was complete: " + e.getMessage() + ".", e);
        }
        if (response.statusCode() != HttpURLConnection.HTTP_OK) {
            throw new IOException(url + " responded with " + response.statusCode() + ": "
                    + response.body().strip());
        }
        return response.body();
    }

    /** Whether the server still responds, while it works on a body that it has read. */
    private boolean responds(HttpRequest probe) throws InterruptedException {
        try {
            client.send(probe, BodyHandlers.discarding());
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
