package dev.bobbin.server.support;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Turns valid requests into requests that no client library sends. */
final class Mutations {

    /** Headers that contradict the body or affect the connection. */
    private static final List<String> FRAMING_HEADERS = List.of("""
            Content-Length: 0
            Content-Length: 5
            Content-Length: 99999
            Content-Length: 99999999999999999999
            Content-Length: -1
            Content-Length: abc
            Content-Length: 1, 1
            Transfer-Encoding: chunked
            Transfer-Encoding: identity
            Transfer-Encoding: gzip, chunked
            Transfer-Encoding: chunked, chunked
            Transfer-Encoding: nonsense
            Expect: 100-continue
            Expect: nonsense
            Connection: close
            Connection: nonsense
            Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA
            Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAA
            X-Last: header\r\n\r\nX-After: blank line
            """.split("(?<!\r)\n"));

    private final Random random;
    private final MutatedHead head;
    private final MutatedJson json;
    private final MutatedBytes bytes;

    Mutations(Random random) {
        this.random = random;
        this.head = new MutatedHead(random);
        this.json = new MutatedJson(random);
        this.bytes = new MutatedBytes(random);
    }

    /** Returns a request with at least one mutation. Its length still matches its headers. */
    RawRequest of(RawRequest request) {
        RawRequest mutated = mutateOnce(request);
        return random.nextInt(4) == 0 ? of(mutated) : mutated;
    }

    /** Returns the bytes of a damaged request. Its length can contradict its headers. */
    byte[] bytesOf(RawRequest request) {
        return switch (random.nextInt(3)) {
            case 0 ->
                request.withHeader(FRAMING_HEADERS.get(random.nextInt(FRAMING_HEADERS.size())))
                        .bytes();
            case 1 -> bytes.of(of(request).bytes());
            default -> bytes.of(request.bytes());
        };
    }

    private RawRequest mutateOnce(RawRequest request) {
        return switch (random.nextInt(12)) {
            case 0 -> request.withChunkedBody();
            case 1, 2 -> request.withBody(bytes.of(request.body()));
            case 3, 4, 5, 6 ->
                request.withBody(json.of(new String(request.body(), StandardCharsets.UTF_8))
                        .getBytes(StandardCharsets.UTF_8));
            default -> head.of(request);
        };
    }
}
