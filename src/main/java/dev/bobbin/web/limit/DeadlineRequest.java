package dev.bobbin.web.limit;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.time.Duration;

/** A request whose body must arrive before the deadline. */
final class DeadlineRequest extends HttpServletRequestWrapper {

    private final Duration timeout;
    private Deadline deadline;
    private boolean restarts;

    DeadlineRequest(HttpServletRequest request, Duration timeout) {
        super(request);
        this.timeout = timeout;
        this.deadline = Deadline.in(timeout);
    }

    /** From now on, the deadline begins again with each read. Tomcat's own timeout ends a read that stalls. */
    void restartWithEachRead() {
        restarts = true;
    }

    private void check() throws IOException {
        if (restarts) {
            deadline = Deadline.in(timeout);
        }
        deadline.check();
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        return new Input(super.getInputStream());
    }

    private final class Input extends ServletInputStream {

        private final ServletInputStream input;

        Input(ServletInputStream input) {
            this.input = input;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        /** Returns what has arrived, even if it is less than requested. The next call checks the deadline again. */
        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            check();
            return input.read(target, offset, length);
        }

        @Override
        public boolean isFinished() {
            return input.isFinished();
        }

        @Override
        public boolean isReady() {
            return input.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            input.setReadListener(listener);
        }
    }
}
