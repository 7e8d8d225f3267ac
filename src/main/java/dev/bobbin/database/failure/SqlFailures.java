package dev.bobbin.database.failure;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.SQLTransientException;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.h2.api.ErrorCode;

/**
 * Classifies database failures by SQL state, for PostgreSQL and H2. The methods that take a {@link Throwable} check its
 * causes, too.
 *
 * <p>States: <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">PostgreSQL</a>,
 * <a href="https://h2database.com/javadoc/org/h2/api/ErrorCode.html">H2</a>.
 */
public final class SqlFailures {

    /** SQL state of a full disk. The server also uses it when it rejects a write because the disk is nearly full. */
    public static final String DISK_FULL = "53100";

    private static final String CONNECTION_FAILURE = "08";
    private static final String ROLLED_BACK = "40";
    private static final String READ_ONLY = "25006";
    private static final String IDLE_IN_TRANSACTION = "25P03";
    private static final String TRANSACTION_TIMEOUT = "25P04";
    private static final String SERIALIZATION_FAILURE = "40001";
    private static final String DEADLOCK = "40P01";
    private static final String OUT_OF_RESOURCES = "53";
    private static final String TOO_MANY_CONNECTIONS = "53300";
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String OPERATOR_INTERVENTION = "57";
    private static final String QUERY_CANCELED = "57014";
    private static final String STARTING_UP = "57P03";
    private static final String SYSTEM_ERROR = "58";
    private static final String UNIQUE_VIOLATION = "23505";
    private static final String H2_TIMEOUT = "HYT";

    private static final List<String> TRANSIENT = List.of(
            CONNECTION_FAILURE,
            READ_ONLY,
            IDLE_IN_TRANSACTION,
            TRANSACTION_TIMEOUT,
            ROLLED_BACK,
            OUT_OF_RESOURCES,
            LOCK_NOT_AVAILABLE,
            OPERATOR_INTERVENTION,
            SYSTEM_ERROR,
            H2_TIMEOUT);

    private static final List<String> REFUSED = List.of(
            READ_ONLY, IDLE_IN_TRANSACTION, TRANSACTION_TIMEOUT, OUT_OF_RESOURCES, LOCK_NOT_AVAILABLE, QUERY_CANCELED);

    private static final List<String> BUSY = List.of(LOCK_NOT_AVAILABLE, H2_TIMEOUT);

    private static final List<String> NOT_READY = List.of(CONNECTION_FAILURE, STARTING_UP, TOO_MANY_CONNECTIONS);

    /** Generated ids and positions never collide, so a unique violation means that two requests did the same thing. */
    private static final List<String> LOST_RACE = List.of(SERIALIZATION_FAILURE, DEADLOCK, UNIQUE_VIOLATION);

    private SqlFailures() {}

    /**
     * Whether two transactions collided and the database rolled one of them back. The work may then be repeated from
     * its start.
     */
    public static boolean isLostRace(Throwable failure) {
        return anySqlCause(failure, e -> hasState(e, LOST_RACE) || e.getErrorCode() == ErrorCode.LOCK_TIMEOUT_1);
    }

    /** Whether the database is unreachable, overloaded, read-only or shutting down. The client may try again later. */
    public static boolean isTransient(Throwable failure) {
        return causes(failure).anyMatch(SQLTransientException.class::isInstance)
                || anySqlCause(failure, SqlFailures::isTransient);
    }

    /**
     * A missing SQL state counts as transient: the connection pool sets none when a statement uses a connection that
     * the pool has closed.
     */
    private static boolean isTransient(SQLException e) {
        return e.getSQLState() == null || hasState(e, TRANSIENT);
    }

    /** Whether other requests held the lock, or all connections of the pool, for too long. */
    public static boolean isBusy(Throwable failure) {
        return anySqlCause(failure, e -> hasState(e, BUSY) || isPoolExhausted(e));
    }

    /** The pool adds the last failure to connect, if there was one since it last had a free connection. */
    private static boolean isPoolExhausted(SQLException e) {
        return e instanceof SQLTransientConnectionException && e.getSQLState() == null && e.getCause() == null;
    }

    /** Whether the disk is full. The database still serves reads, and accepts writes again when space is free. */
    public static boolean isDiskFull(Throwable failure) {
        return anySqlCause(failure, e -> DISK_FULL.equals(e.getSQLState()));
    }

    /**
     * Whether the database has reported that it did not execute a statement. PostgreSQL may also report such a state
     * when it crashes during the commit. Then the driver adds a second exception for the lost connection.
     */
    public static boolean isRefusal(SQLException e) {
        return hasState(e, REFUSED) && e.getNextException() == null;
    }

    /**
     * Whether PostgreSQL has ended the transaction because it waited too long for the next statement. PostgreSQL
     * reports this only before it reads a statement, so a commit that fails with it was not executed.
     */
    public static boolean isIdleTransactionEnded(Throwable failure) {
        return anySqlCause(failure, e -> IDLE_IN_TRANSACTION.equals(e.getSQLState()));
    }

    /**
     * Describes a failure for the log. It omits the database's message unless the message is about the state of the
     * database, since other messages can contain the values of a row.
     */
    public static String describe(Throwable failure) {
        return isTransient(failure) ? failure.toString() : typeAndState(failure);
    }

    /** Returns the type of an exception, and the SQL state if there is one. */
    public static String typeAndState(Throwable failure) {
        String type = failure.getClass().getName();
        return failure instanceof SQLException e ? type + " (SQL state " + e.getSQLState() + ")" : type;
    }

    /** Whether the database does not accept connections yet, but may do so soon. */
    public static boolean isNotReady(SQLException e) {
        return hasState(e, NOT_READY);
    }

    private static boolean anySqlCause(Throwable failure, Predicate<SQLException> condition) {
        return causes(failure).anyMatch(cause -> cause instanceof SQLException e && condition.test(e));
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause);
    }

    private static boolean hasState(SQLException e, List<String> prefixes) {
        String state = String.valueOf(e.getSQLState());
        return prefixes.stream().anyMatch(state::startsWith);
    }
}
