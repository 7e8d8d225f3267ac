package dev.bobbin.web.limit;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A response that the client has to take within some time after it has begun. */
final class DeadlineResponse extends HttpServletResponseWrapper {

    /** So much is written at once, and no look at the clock meanwhile. */
    private static final int PIECE = 8 << 10;

    private final Duration timeout;
    private @Nullable Deadline deadline;
    private boolean cutOff;

    DeadlineResponse(HttpServletResponse response, Duration timeout) {
        super(response);
        this.timeout = timeout;
    }

    /** Whether some of it was not written, as it was too late. */
    boolean isCutOff() {
        return cutOff;
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        return new Output(super.getOutputStream());
    }

    private void check() throws IOException {
        if (deadline == null) {
            deadline = Deadline.in(timeout);
        }
        cutOff |= deadline.isOver();
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
            for (int done = 0; done < length; done += PIECE) {
                check();
                output.write(source, offset + done, Math.min(PIECE, length - done));
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
