package dev.bobbin.transfer.command;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/** Waits for a response while a body moves. Shows the number of bytes, and ends if none moves. */
final class Progress {

    /** No byte moves for this long only if the connection is lost. */
    static final Duration MAX_SILENCE = Duration.ofSeconds(45);

    /** Whether the other side is alive, although no byte moves. */
    @FunctionalInterface
    interface Probe {

        boolean succeeds() throws InterruptedException;
    }

    private final LongSupplier bytes;
    private final Probe probe;
    private final boolean onTerminal = isTerminal();

    Progress(LongSupplier bytes, Probe probe) {
        this.bytes = bytes;
        this.probe = probe;
    }

    /** Java 22 to 24 have another console, which does not tell whether it is a terminal. */
    private static boolean isTerminal() {
        System.setProperty("jdk.console", "java.base");
        return System.console() != null;
    }

    /** Returns the result, or throws the failure of the transfer. */
    <T> T await(CompletableFuture<T> transfer) throws IOException, InterruptedException {
        try {
            return awaitQuietly(transfer);
        } finally {
            if (onTerminal) {
                System.err.println();
            }
        }
    }

    private <T> T awaitQuietly(CompletableFuture<T> transfer) throws IOException, InterruptedException {
        long moved = bytes.getAsLong();
        long since = System.nanoTime();
        while (true) {
            try {
                return transfer.get(1, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
            } catch (TimeoutException e) {
                show();
            }
            if (moved != bytes.getAsLong()) {
                moved = bytes.getAsLong();
                since = System.nanoTime();
            } else if (System.nanoTime() - since > MAX_SILENCE.toNanos()) {
                if (!probe.succeeds()) {
                    transfer.cancel(true);
                    throw new StalledException();
                }
                since = System.nanoTime();
            }
        }
    }

    private void show() {
        if (onTerminal) {
            System.err.printf("\r%,d KB", bytes.getAsLong() / 1000);
        }
    }

    /** No byte has moved for {@link #MAX_SILENCE}. */
    static final class StalledException extends IOException {

        private static final long serialVersionUID = 1L;
    }
}
