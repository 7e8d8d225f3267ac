package bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A server that runs in its own process. */
final class WebServer implements AutoCloseable {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final long PATIENCE_NANOS = 300_000_000_000L;

    private final Process process;
    private final Path output;
    private final String origin;

    private WebServer(Process process, Path output, String origin) {
        this.process = process;
        this.output = output;
        this.origin = origin;
    }

    /** Starts Bobbin and waits until it responds. */
    static WebServer bobbin(Store store, String... flags) throws IOException, InterruptedException {
        WebServer server = launchBobbin(JavaProcess.BOBBIN, store, List.of(flags));
        server.awaitAnswer("/actuator/health");
        return server;
    }

    /** Starts Bobbin and does not wait for it. */
    static WebServer launchBobbin(Path jar, Store store, List<String> flags) throws IOException {
        List<String> arguments = new ArrayList<>(flags);
        arguments.addAll(List.of("-jar", jar.toString(), "--" + store.setting()));
        return launch(JavaProcess.of(arguments));
    }

    static WebServer httpFloor() throws IOException, InterruptedException {
        WebServer server = launch(JavaProcess.ofClass(HttpFloor.class));
        server.awaitAnswer("/constant/2");
        return server;
    }

    private static WebServer launch(ProcessBuilder builder) throws IOException {
        int port = freePort();
        builder.command().addAll(List.of("--server.address=127.0.0.1", "--server.port=" + port));
        Path output = Files.createTempFile(Settings.FOLDER, "server", ".log");
        Process process = JavaProcess.start(builder.redirectOutput(output.toFile()));
        return new WebServer(process, output, "http://127.0.0.1:" + port);
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Sends requests until the server returns status 200. */
    void awaitAnswer(String path) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!answers(path)) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IllegalStateException("The server does not respond:\n" + Files.readString(output));
            }
            Thread.sleep(10);
        }
    }

    /** Opens a plain connection first, because that costs a starting server almost nothing. */
    private boolean answers(String path) throws InterruptedException {
        try {
            new Socket(InetAddress.getLoopbackAddress(), URI.create(origin).getPort()).close();
            return get(path).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns the size of the response body in bytes. Throws an exception if the status is not 200. */
    int sizeOf(String path) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = get(path);
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(path + " returned an error: " + new String(answer.body()));
        }
        return answer.body().length;
    }

    private HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create(url(path))).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    String origin() {
        return origin;
    }

    String url(String path) {
        return origin + path;
    }

    ProcessHandle process() {
        return process.toHandle();
    }

    /** Shuts the server down. Throws an exception if it has already stopped by itself. */
    @Override
    public void close() throws IOException {
        boolean wasAlive = process.isAlive();
        process.destroy();
        process.onExit().join();
        if (!wasAlive) {
            throw new IllegalStateException("The server stopped by itself:\n" + Files.readString(output));
        }
    }
}
