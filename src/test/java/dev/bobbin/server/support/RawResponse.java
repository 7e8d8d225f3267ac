package dev.bobbin.server.support;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A response as the client received it. */
record RawResponse(int status, List<String> headers, String body) {

    /** Reads the next response. A response to HEAD is {@code bodiless}. */
    static RawResponse read(InputStream in, boolean bodiless) throws IOException {
        String statusLine = readLine(in);
        if (!statusLine.matches("HTTP/1\\.[01] \\d{3}.*")) {
            throw new IOException("Malformed status line: " + statusLine);
        }
        RawResponse head = new RawResponse(Integer.parseInt(statusLine.substring(9, 12)), readHeaders(in), "");
        byte[] body = bodiless ? new byte[0] : head.readBody(in);
        if (head.header("content-encoding").contains("gzip") && body.length > 0) {
            body = new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
        }
        return new RawResponse(head.status(), head.headers(), new String(body, StandardCharsets.UTF_8));
    }

    /** Returns all values of a header. */
    List<String> header(String name) {
        return headers.stream()
                .filter(header -> header.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(header -> header.substring(name.length() + 1).strip())
                .toList();
    }

    JsonNode json() {
        return JsonMapper.shared().readTree(body);
    }

    /** Whether the final response follows. */
    boolean isInterim() {
        return status < 200;
    }

    boolean closesConnection() {
        return header("connection").contains("close");
    }

    private byte[] readBody(InputStream in) throws IOException {
        if (isInterim() || status == 204 || status == 304) {
            return new byte[0];
        }
        if (header("transfer-encoding").contains("chunked")) {
            return readChunks(in);
        }
        List<String> length = header("content-length");
        return length.isEmpty() ? in.readAllBytes() : readFully(in, Integer.parseInt(length.get(0)));
    }

    private static byte[] readChunks(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = Integer.parseInt(readLine(in), 16); size > 0; size = Integer.parseInt(readLine(in), 16)) {
            body.writeBytes(readFully(in, size));
            readLine(in);
        }
        readLine(in);
        return body.toByteArray();
    }

    private static byte[] readFully(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("The response body ended after " + bytes.length + " of " + length + " bytes");
        }
        return bytes;
    }

    private static List<String> readHeaders(InputStream in) throws IOException {
        List<String> headers = new ArrayList<>();
        for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
            headers.add(line);
        }
        return headers;
    }

    private static String readLine(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("The connection closed in the middle of a line: " + line);
            }
            line.write(next);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }
}
