package dev.bobbin.web.limit;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A response that the client must read within the timeout, which begins with the first write. */
final class DeadlineResponse extends HttpServletResponseWrapper {

    /** Bytes that are written between two checks of the deadline. */
    private static final int CHUNK_SIZE = 8 << 10;

    private final Duration timeout;
    private @Nullable Deadline deadline;
    private boolean restarts;
    private boolean truncated;

    DeadlineResponse(HttpServletResponse response, Duration timeout) {
        super(response);
        this.timeout = timeout;
    }

    /** Whether a part of the response was not written because the deadline had passed. */
    boolean isTruncated() {
        return truncated;
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        return new Output(super.getOutputStream());
    }

    /** From now on, the deadline begins again with each write. Tomcat's own timeout ends a write that stalls. */
    void restartWithEachWrite() {
        restarts = true;
    }

    private void check() throws IOException {
        if (deadline == null || restarts) {
            deadline = Deadline.in(timeout);
        }
        truncated |= deadline.isOver();
        deadline.check();
    }

    private final class Output extends ServletOutputStream {

        private final ServletOutputStream output;

        Output(ServletOutputStream output) {
            this.output = output;
        }

        @Override
        public void write(int b) throws IOException {
            check();
            output.write(b);
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            for (int written = 0; written < length; written += CHUNK_SIZE) {
                check();
                output.write(source, offset + written, Math.min(CHUNK_SIZE, length - written));
            }
        }

        @Override
        public void flush() throws IOException {
            output.flush();
        }

        @Override
        public void close() throws IOException {
            output.close();
        }

        @Override
        public boolean isReady() {
            return output.isReady();
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            output.setWriteListener(listener);
        }
    }
}
