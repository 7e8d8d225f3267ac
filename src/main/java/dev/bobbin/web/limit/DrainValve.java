package dev.bobbin.web.limit;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.apache.tomcat.util.net.ApplicationBufferHandler;

/**
 * Reads and discards a request body that no controller has read, so that the client can read the response. Tomcat would
 * also do this, but without a limit on the total time. If too many threads wait for bodies already, the valve does not
 * wait for the rest of the body, and closes the connection. Otherwise, slow clients without a valid key could occupy
 * all threads.
 */
final class DrainValve extends ValveBase {

    private static final int MAX_BYTES = 32 << 20;

    private final Duration timeout;
    private final Semaphore mayWait;

    /** @param maxWaiting how many threads may wait for unread bodies at a time */
    DrainValve(Duration timeout, int maxWaiting) {
        super(true);
        this.timeout = timeout;
        this.mayWait = new Semaphore(maxWaiting);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        getNext().invoke(request, response);
        if (!isBodyRead(request)) {
            boolean waits = mayWait.tryAcquire();
            try {
                response.finishResponse();
                drain(request.getCoyoteRequest(), waits);
            } finally {
                if (waits) {
                    mayWait.release();
                }
            }
        }
    }

    private void drain(org.apache.coyote.Request request, boolean waits) {
        Sink sink = new Sink();
        Deadline deadline = Deadline.in(timeout);
        try {
            for (long bytes = 0;
                    bytes < MAX_BYTES && !deadline.isOver() && (waits || hasArrived(request));
                    bytes += sink.bytes.remaining()) {
                if (request.doRead(sink) < 0) {
                    return;
                }
            }
        } catch (IOException e) {
            getContainer().getLogger().debug("The request body did not arrive completely", e);
        }
        request.action(ActionCode.CLOSE_NOW, null);
    }

    /** Whether the server can read more of the body without waiting. */
    private static boolean hasArrived(org.apache.coyote.Request request) {
        request.action(ActionCode.AVAILABLE, true);
        return request.getAvailable() > 0;
    }

    private static boolean isBodyRead(Request request) {
        AtomicBoolean read = new AtomicBoolean();
        request.getCoyoteRequest().action(ActionCode.REQUEST_BODY_FULLY_READ, read);
        return read.get();
    }

    /** Receives each buffer that Tomcat has read. */
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
            // Tomcat calls this for request heads only.
        }
    }
}
