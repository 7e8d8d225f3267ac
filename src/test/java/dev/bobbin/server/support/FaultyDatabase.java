package dev.bobbin.server.support;

import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Lets one of the calls to the driver fail. */
public class FaultyDatabase extends InterceptedDatabase {

    /** What talks to the database. */
    private static final Set<String> CALLS = Set.of(
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
    private String failed = "";

    /** The failure of the n-th call, counted from 1, when it has been done or instead of it. */
    public record Fault(int call, boolean done, String state) {

        SQLException exception() {
            return new SQLException("A fault that was asked for", state);
        }
    }

    /** From now on calls are counted. */
    public synchronized void expect(Fault expected) {
        fault = expected;
        calls.clear();
        failed = "";
    }

    /** Ends the counting, and names the method that has failed; empty if there were not so many calls. */
    public synchronized String failed() {
        fault = null;
        return failed;
    }

    /** The names of the calls that a request makes, none of which fails. */
    public List<String> callsOf(Runnable request) {
        expect(new Fault(0, false, ""));
        request.run();
        failed();
        synchronized (this) {
            return List.copyOf(calls);
        }
    }

    public int connectionsInUse() {
        return pool().getHikariPoolMXBean().getActiveConnections();
    }

    private synchronized Fault dueAt(Object target, Method method) {
        if (fault == null || !isSent(target, method)) {
            return null;
        }
        calls.add(method.getName());
        if (calls.size() != fault.call()) {
            return null;
        }
        failed = method.getName();
        return fault;
    }

    /** Connections are closed by a thread of the pool, when it likes. */
    private static boolean isSent(Object target, Method method) {
        return CALLS.contains(method.getName())
                && !(target instanceof Connection && method.getName().equals("close"));
    }

    @Override
    Object on(Object target, Method method, Object[] arguments, DriverCall call) throws Throwable {
        Fault due = dueAt(target, method);
        if (due != null && !due.done()) {
            throw due.exception();
        }
        Object result = call.make();
        if (due != null) {
            throw due.exception();
        }
        return result;
    }
}
