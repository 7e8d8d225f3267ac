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
 * A connection that sends any bytes. Tomcat answers without a head what names no version of HTTP, and now and then also
 * the next malformed line after that, be it another client's.
 */
final class RawConnection implements AutoCloseable {

    private static final int MILLIS_TO_WAIT = 30_000;

    private final Socket socket;
    private final InputStream in;

    RawConnection(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(MILLIS_TO_WAIT);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** The answer to a request that ends where it says; none if it has no head. */
    Optional<RawResponse> exchange(RawRequest request) throws IOException {
        if (in.available() > 0) {
            throw new IOException("There is an answer that nobody asked for: " + RawResponse.read(in, false));
        }
        send(request.bytes());
        in.mark(1);
        boolean headless = in.read() == '{';
        in.reset();
        return headless
                ? Optional.empty()
                : Optional.of(RawResponse.read(in, request.method().equals("HEAD")));
    }

    /** All answers to bytes after which nothing comes any more. */
    static List<RawResponse> exchangeAll(int port, byte[] bytes) throws IOException {
        try (RawConnection connection = new RawConnection(port)) {
            connection.send(bytes);
            connection.socket.shutdownOutput();
            boolean head = new String(bytes, StandardCharsets.ISO_8859_1).startsWith("HEAD ");
            return answers(connection.readToTheEnd(), head);
        }
    }

    /** The server may stop reading where it has read enough. */
    private void send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            // Its answer is there all the same.
        }
    }

    private byte[] readToTheEnd() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            in.transferTo(bytes);
        } catch (SocketException e) {
            // So it goes when the server closes before it has read everything.
        }
        return bytes.toByteArray();
    }

    /** Those that have a head; one without is the last. {@code head} tells that the first is one to HEAD. */
    private static List<RawResponse> answers(byte[] bytes, boolean head) throws IOException {
        List<RawResponse> answers = new ArrayList<>();
        ByteArrayInputStream in = new ByteArrayInputStream(bytes);
        for (String rest = peek(in); rest.startsWith("HTTP/"); rest = peek(in)) {
            answers.add(RawResponse.read(in, head && answers.isEmpty() || isFollowedByNoBody(rest)));
        }
        answers.removeIf(RawResponse::isInterim);
        return answers;
    }

    private static String peek(ByteArrayInputStream in) {
        in.mark(0);
        String rest = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        in.reset();
        return rest;
    }

    /** An answer to HEAD announces a body that does not come. */
    private static boolean isFollowedByNoBody(String answer) {
        int end = answer.indexOf("\r\n\r\n") + 4;
        return end == answer.length() || answer.startsWith("HTTP/1.", end);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
