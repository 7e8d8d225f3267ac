package dev.bobbin.api;

import java.io.IOException;
import java.time.Duration;

/** When a request has to be read and answered; a moment of {@link System#nanoTime()}. */
record Deadline(long nanoTime) {

    /** Too late to read or to write on. */
    static final class Passed extends IOException {

        private static final long serialVersionUID = 1L;
    }

    static Deadline in(Duration duration) {
        return new Deadline(System.nanoTime() + duration.toNanos());
    }

    /** Whether a failure came of it. */
    static boolean isPassedIn(Throwable failure) {
        return Causes.of(failure).anyMatch(Passed.class::isInstance);
    }

    boolean isOver() {
        return System.nanoTime() - nanoTime > 0;
    }

    void check() throws Passed {
        if (isOver()) {
            throw new Passed();
        }
    }
}
