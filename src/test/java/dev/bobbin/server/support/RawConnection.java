package dev.bobbin.server.support;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A connection that sends arbitrary bytes. If a request line names no HTTP version, Tomcat sends a response without
 * status line and headers. It sometimes does the same for the next malformed request line, even of another client.
 */
final class RawConnection implements AutoCloseable {

    private static final int READ_TIMEOUT_MILLIS = 30_000;

    private final Socket socket;
    private final InputStream in;

    RawConnection(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(READ_TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /**
     * Sends a request whose length matches its headers, and reads the response. Returns an empty result if the response
     * has no status line.
     */
    Optional<RawResponse> exchange(RawRequest request) throws IOException {
        if (in.available() > 0) {
            throw new IOException("Unexpected response before the request: " + RawResponse.read(in, false));
        }
        send(request.bytes());
        in.mark(1);
        boolean headless = in.read() == '{';
        in.reset();
        return headless
                ? Optional.empty()
                : Optional.of(RawResponse.read(in, request.method().equals("HEAD")));
    }

    /** Sends the bytes, closes the output, and returns all responses. */
    static List<RawResponse> exchangeAll(int port, byte[] bytes) throws IOException {
        try (RawConnection connection = new RawConnection(port)) {
            connection.send(bytes);
            connection.socket.shutdownOutput();
            boolean headRequest = new String(bytes, StandardCharsets.ISO_8859_1).startsWith("HEAD ");
            return responses(connection.readToEnd(), headRequest);
        }
    }

    /** Ignores failed writes: the server may close the connection before it has read everything. */
    private void send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            // The client can still read the response.
        }
    }

    private byte[] readToEnd() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            in.transferTo(bytes);
        } catch (SocketException e) {
            // The server closed the connection before it had read everything.
        }
        return bytes.toByteArray();
    }

    /** Parses the final responses, up to the first one without a status line. */
    private static List<RawResponse> responses(byte[] bytes, boolean headRequest) throws IOException {
        List<RawResponse> responses = new ArrayList<>();
        ByteArrayInputStream in = new ByteArrayInputStream(bytes);
        for (String remaining = peek(in); remaining.startsWith("HTTP/"); remaining = peek(in)) {
            boolean bodiless = headRequest && responses.isEmpty() || hasNoBody(remaining);
            responses.add(RawResponse.read(in, bodiless));
        }
        responses.removeIf(RawResponse::isInterim);
        return responses;
    }

    private static String peek(ByteArrayInputStream in) {
        in.mark(0);
        String remaining = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        in.reset();
        return remaining;
    }

    /** A response to HEAD has a Content-Length header but no body. */
    private static boolean hasNoBody(String responses) {
        int headEnd = responses.indexOf("\r\n\r\n") + 4;
        return headEnd == responses.length() || responses.startsWith("HTTP/1.", headEnd);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
