package dev.bobbin.server.support;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A request as the client sends it, valid or not. */
record RawRequest(String method, String target, List<String> headers, byte[] body, boolean chunked) {

    static RawRequest of(String method, String target) {
        return new RawRequest(method, target, List.of("Host: localhost"), new byte[0], false);
    }

    static RawRequest of(String method, String target, String json) {
        List<String> headers = List.of("Host: localhost", "Content-Type: application/json");
        return new RawRequest(method, target, headers, json.getBytes(StandardCharsets.UTF_8), false);
    }

    RawRequest withMethod(String method) {
        return new RawRequest(method, target, headers, body, chunked);
    }

    RawRequest withTarget(String target) {
        return new RawRequest(method, target, headers, body, chunked);
    }

    /** Adds a header. It does not replace a header of the same name. */
    RawRequest withHeader(String header) {
        List<String> allHeaders = new ArrayList<>(headers);
        allHeaders.add(header);
        return new RawRequest(method, target, allHeaders, body, chunked);
    }

    RawRequest withBody(byte[] body) {
        return new RawRequest(method, target, headers, body, chunked);
    }

    RawRequest withChunkedBody() {
        return new RawRequest(method, target, headers, body, true);
    }

    byte[] bytes() {
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
        headers.forEach(header -> head.append(header).append("\r\n"));
        if (chunked) {
            head.append("Transfer-Encoding: chunked\r\n");
        } else if (body.length > 0) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes((head + "\r\n").getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(chunked ? chunks() : body);
        return bytes.toByteArray();
    }

    private byte[] chunks() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int size = body.length / 3 + 1;
        for (int start = 0; start < body.length; start += size) {
            int length = Math.min(size, body.length - start);
            bytes.writeBytes((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            bytes.write(body, start, length);
            bytes.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        bytes.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return bytes.toByteArray();
    }
}
