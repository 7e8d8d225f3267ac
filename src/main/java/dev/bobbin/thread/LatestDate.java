package dev.bobbin.thread;

import dev.bobbin.database.Database;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;

/**
 * The latest date that this server has given to a thread or message, in seconds since 1970. As long as the clock is not
 * behind this date, a new message cannot be older than its thread or the message before it. A clock can go back, for
 * example when the machine corrects its time.
 */
@Component
class LatestDate {

    private final AtomicLong seconds;

    LatestDate(Database database) {
        this.seconds = new AtomicLong(database.lastWriteSeconds());
    }

    long seconds() {
        return seconds.get();
    }

    /** Takes a new date into account. Returns the latest date. */
    long include(long date) {
        return seconds.accumulateAndGet(date, Math::max);
    }
}
