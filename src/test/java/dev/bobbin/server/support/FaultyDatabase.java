package dev.bobbin.server.support;

import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Injects a failure into one of the calls to the JDBC driver. */
public class FaultyDatabase extends InterceptedDatabase {

    /** The driver methods that communicate with the database. */
    private static final Set<String> DATABASE_METHODS = Set.of(
            "prepareStatement",
            "createStatement",
            "execute",
            "executeQuery",
            "executeUpdate",
            "executeBatch",
            "addBatch",
            "next",
            "close",
            "commit",
            "rollback");

    private Fault fault;
    private final List<String> calls = new ArrayList<>();
    private String failedMethod = "";
    private ConnectionWork beforeCommit;

    /** Statements on a connection of the server. */
    public interface ConnectionWork {

        void run(Connection connection) throws SQLException;
    }

    /**
     * A failure of one driver call.
     *
     * @param call the number of the call, counted from 1
     * @param afterCall whether the driver executes the call before it fails
     * @param state the SQL state of the exception
     */
    public record Fault(int call, boolean afterCall, String state) {

        SQLException exception() {
            return new SQLException("Injected fault", state);
        }
    }

    /** Starts to count driver calls, and fails the call that the fault names. */
    public synchronized void inject(Fault injected) {
        fault = injected;
        calls.clear();
        failedMethod = "";
    }

    /** Runs statements once, on the connection that commits next, before its commit. */
    public synchronized void beforeNextCommit(ConnectionWork statements) {
        beforeCommit = statements;
    }

    private synchronized ConnectionWork takeBeforeCommit() {
        ConnectionWork statements = beforeCommit;
        beforeCommit = null;
        return statements;
    }

    /** Returns the name of the method that failed, or an empty string if there were too few calls. */
    public synchronized String stopInjecting() {
        fault = null;
        return failedMethod;
    }

    /** Returns the method names of all driver calls that a request makes. None of them fails. */
    public List<String> driverCallsOf(Runnable request) {
        inject(new Fault(0, false, ""));
        request.run();
        stopInjecting();
        synchronized (this) {
            return List.copyOf(calls);
        }
    }

    public int connectionsInUse() {
        return pool().getHikariPoolMXBean().getActiveConnections();
    }

    private synchronized Fault faultFor(Object target, Method method) {
        if (fault == null || !callsDatabase(target, method)) {
            return null;
        }
        calls.add(method.getName());
        if (calls.size() != fault.call()) {
            return null;
        }
        failedMethod = method.getName();
        return fault;
    }

    /** Ignores the closing of connections: a background thread of the pool does it at any time. */
    private static boolean callsDatabase(Object target, Method method) {
        return DATABASE_METHODS.contains(method.getName())
                && !(target instanceof Connection && method.getName().equals("close"));
    }

    @Override
    Object intercept(Object target, Method method, Object[] arguments, DriverCall call) throws Throwable {
        if (target instanceof Connection connection && method.getName().equals("commit")) {
            ConnectionWork statements = takeBeforeCommit();
            if (statements != null) {
                statements.run(connection);
            }
        }
        Fault current = faultFor(target, method);
        if (current != null && !current.afterCall()) {
            throw current.exception();
        }
        Object result = call.execute();
        if (current != null) {
            throw current.exception();
        }
        return result;
    }
}
