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
 * Stops the process when the disk no longer keeps what it is given. Nobody can tell then what is on the disk until the
 * file is opened again.
 */
public final class EmergencyStop implements Consumer<Throwable> {

    private static final Logger log = LoggerFactory.getLogger(EmergencyStop.class);
    private static final long MILLIS_FOR_LAST_ANSWERS = 1000;

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
        startToHalt();
        log.error(
                "The database file could not be forced to the disk ({}). Bobbin stops; nothing that was acknowledged is "
                        + "lost. See that the disk has room and is healthy, then start it again.",
                NestedExceptionUtils.getMostSpecificCause(failure).toString());
        AvailabilityChangeEvent.publish(context, ReadinessState.REFUSING_TRAFFIC);
        AvailabilityChangeEvent.publish(context, LivenessState.BROKEN);
    }

    private static void startToHalt() {
        try {
            new Thread(EmergencyStop::haltAfterLastAnswers, "emergency-stop").start();
        } catch (OutOfMemoryError e) {
            Runtime.getRuntime().halt(1);
        }
    }

    /** No orderly shutdown: closing the database would write to the broken disk, or wait for it. */
    private static void haltAfterLastAnswers() {
        try {
            Thread.sleep(MILLIS_FOR_LAST_ANSWERS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(1);
    }
}
