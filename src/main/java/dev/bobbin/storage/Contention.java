package dev.bobbin.storage;

import java.lang.reflect.Method;
import java.sql.SQLException;
import java.util.Set;
import java.util.stream.Stream;
import org.h2.api.ErrorCode;
import org.springframework.resilience.retry.MethodRetryPredicate;

/**
 * Tells failures for which nobody is to blame: two transactions got in each other's way, and the database rolled one of
 * them back. It can be done again from the start. Whatever failed for other reasons may have been done.
 */
public final class Contention implements MethodRetryPredicate {

    /** How long to wait before what lost a race is done again, in milliseconds: first, at most, and until it is given up. */
    static final int DELAY = 2;

    static final int MAX_DELAY = 100;
    static final int TIMEOUT = 10_000;

    /** Added at random, so that those who raced do not meet again. */
    static final int JITTER = 2;

    static final double MULTIPLIER = 1.5;

    /** The time-out comes first. */
    static final int MAX_RETRIES = 1000;

    private static final String SERIALIZATION_FAILURE = "40001";
    private static final String DEADLOCK = "40P01";
    /** Ids and positions do not collide by themselves: two have done the same thing at once. */
    private static final String UNIQUE_VIOLATION = "23505";

    @Override
    public boolean shouldRetry(Method method, Throwable failure) {
        return isIn(failure);
    }

    /** Whether it is the cause of a failure. */
    static boolean isIn(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .anyMatch(cause -> cause instanceof SQLException e && isContention(e));
    }

    private static boolean isContention(SQLException e) {
        return Set.of(SERIALIZATION_FAILURE, DEADLOCK, UNIQUE_VIOLATION).contains(String.valueOf(e.getSQLState()))
                || e.getErrorCode() == ErrorCode.LOCK_TIMEOUT_1;
    }
}
