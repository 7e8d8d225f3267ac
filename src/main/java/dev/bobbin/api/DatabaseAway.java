package dev.bobbin.api;

import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells failures of a database that is away, overloaded or stopping: they pass, so it may be tried again. */
final class DatabaseAway {

    /** Beginnings of SQLSTATE: connection, rolled back, out of resources, no lock in time, operator intervention, time-out. */
    private static final List<String> PASSING = List.of("08", "40", "53", "55P03", "57", "HYT");

    private static final String DISK_FULL = "53100";

    private DatabaseAway() {}

    static boolean isCauseOf(Throwable failure) {
        return Causes.of(failure)
                .anyMatch(cause -> cause instanceof SQLTransientException
                        || cause instanceof SQLException e && passes(e.getSQLState()));
    }

    /** It still reads, and takes changes again when somebody has made room. */
    static boolean hasFullDisk(Throwable failure) {
        return Causes.of(failure)
                .anyMatch(cause -> cause instanceof SQLException e && DISK_FULL.equals(e.getSQLState()));
    }

    /** Without a state it is the pool that speaks, of a connection which it has given up. */
    private static boolean passes(@Nullable String state) {
        return state == null || PASSING.stream().anyMatch(state::startsWith);
    }
}
