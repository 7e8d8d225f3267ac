package dev.bobbin.web.limit;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.apache.tomcat.util.net.ApplicationBufferHandler;

/**
 * Takes a body that nobody reads off the line, so that its sender gets to read the answer. Tomcat would do it, too, but
 * wait for each byte as long as it takes.
 */
final class DrainValve extends ValveBase {

    private static final int MAX_BYTES = 32 << 20;

    private final Duration timeout;

    DrainValve(Duration timeout) {
        super(true);
        this.timeout = timeout;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        getNext().invoke(request, response);
        if (!isRead(request)) {
            response.finishResponse();
            drain(request.getCoyoteRequest());
        }
    }

    private void drain(org.apache.coyote.Request request) {
        Sink sink = new Sink();
        Deadline deadline = Deadline.in(timeout);
        try {
            for (long bytes = 0; bytes < MAX_BYTES && !deadline.isOver(); bytes += sink.bytes.remaining()) {
                if (request.doRead(sink) < 0) {
                    return;
                }
            }
        } catch (IOException e) {
            getContainer().getLogger().debug("The body did not come to its end", e);
        }
        request.action(ActionCode.CLOSE_NOW, null);
    }

    private static boolean isRead(Request request) {
        AtomicBoolean read = new AtomicBoolean();
        request.getCoyoteRequest().action(ActionCode.REQUEST_BODY_FULLY_READ, read);
        return read.get();
    }

    /** Where Tomcat puts what it has read. */
    private static final class Sink implements ApplicationBufferHandler {

        private ByteBuffer bytes = ByteBuffer.allocate(0);

        @Override
        public void setByteBuffer(ByteBuffer buffer) {
            bytes = buffer;
        }

        @Override
        public ByteBuffer getByteBuffer() {
            return bytes;
        }

        @Override
        public void expand(int size) {
            // Only heads are ever put together.
        }
    }
}
