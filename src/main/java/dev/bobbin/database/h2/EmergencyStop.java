package dev.bobbin.database.h2;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationContext;
import org.springframework.core.NestedExceptionUtils;

/**
 * Stops the process after a failed write or fsync of the database file. The process then no longer knows what the disk
 * has stored. The next start finds out, because it opens the file again.
 */
public final class EmergencyStop implements Consumer<Throwable> {

    private static final Logger log = LoggerFactory.getLogger(EmergencyStop.class);
    private static final long MILLIS_FOR_LAST_RESPONSES = 1000;

    private final ApplicationContext context;
    private final AtomicBoolean stopping = new AtomicBoolean();

    public EmergencyStop(ApplicationContext context) {
        this.context = context;
    }

    @Override
    public void accept(Throwable failure) {
        if (stopping.getAndSet(true)) {
            return;
        }
        haltInBackground();
        log.error(
                "Could not flush the database file to disk ({}). Bobbin stops. No acknowledged write is lost. "
                        + "Check that the disk has free space and is healthy, then start Bobbin again.",
                NestedExceptionUtils.getMostSpecificCause(failure).toString());
        AvailabilityChangeEvent.publish(context, ReadinessState.REFUSING_TRAFFIC);
        AvailabilityChangeEvent.publish(context, LivenessState.BROKEN);
    }

    private static void haltInBackground() {
        try {
            new Thread(EmergencyStop::haltAfterLastResponses, "emergency-stop").start();
        } catch (OutOfMemoryError e) {
            Runtime.getRuntime().halt(1);
        }
    }

    /** Halts without a clean shutdown, which would write to the failed disk or wait for it. */
    private static void haltAfterLastResponses() {
        try {
            Thread.sleep(MILLIS_FOR_LAST_RESPONSES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(1);
    }
}
