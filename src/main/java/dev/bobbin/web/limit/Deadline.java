package dev.bobbin.web.limit;

import dev.bobbin.web.error.DeadlineExceededException;
import java.time.Duration;

/**
 * The time by which a client must have sent its request or read its response, on the scale of
 * {@link System#nanoTime()}.
 */
record Deadline(long nanoTime) {

    static Deadline in(Duration duration) {
        return new Deadline(System.nanoTime() + duration.toNanos());
    }

    boolean isOver() {
        return System.nanoTime() - nanoTime > 0;
    }

    void check() throws DeadlineExceededException {
        if (isOver()) {
            throw new DeadlineExceededException();
        }
    }
}
