package dev.bobbin.api;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.springframework.http.HttpOutputMessage;

/**
 * JSON on its way out. What is small is sent with its length, everything else as it comes. The pieces wait until their
 * size is known: to fill a buffer that grows would take longer than to read a page from the database.
 */
public final class JsonPieces {

    private static final int SMALL = 64 << 10;

    private final HttpOutputMessage message;
    private final List<byte[]> waiting = new ArrayList<>();
    private int waitingBytes;
    private boolean begun;

    JsonPieces(HttpOutputMessage message) {
        this.message = message;
    }

    public void append(String json) throws IOException {
        if (json.length() > SMALL) {
            sendWaiting();
            send(json);
            return;
        }
        byte[] piece = json.getBytes(StandardCharsets.UTF_8);
        waiting.add(piece);
        waitingBytes += piece.length;
        if (waitingBytes > SMALL) {
            sendWaiting();
        }
    }

    void end() throws IOException {
        if (!begun) {
            message.getHeaders().setContentLength(waitingBytes);
        }
        sendWaiting();
    }

    private void sendWaiting() throws IOException {
        begun = true;
        ByteBuffer together = ByteBuffer.allocate(waitingBytes);
        waiting.forEach(together::put);
        message.getBody().write(together.array());
        waiting.clear();
        waitingBytes = 0;
    }

    /** In small portions: as a whole it would take several times its room. */
    private void send(String json) throws IOException {
        Writer writer = new OutputStreamWriter(message.getBody(), StandardCharsets.UTF_8);
        writer.write(json);
        writer.flush();
    }
}
