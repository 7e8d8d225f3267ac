package dev.bobbin.server;

import com.zaxxer.hikari.HikariDataSource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Stands between the connection pool and the driver, and lets one of the calls to the driver fail. */
class FaultyDatabase implements BeanPostProcessor {

    private static final List<Class<?>> INTERFACES =
            List.of(DataSource.class, Connection.class, PreparedStatement.class, Statement.class, ResultSet.class);

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

    private HikariDataSource pool;
    private Fault fault;
    private int calls;
    private String failed = "";

    /** The failure of the n-th call, counted from 1, when it has been done or instead of it. */
    record Fault(int call, boolean done, String state) {

        SQLException exception() {
            return new SQLException("A fault that was asked for", state);
        }
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (bean instanceof HikariDataSource found) {
            pool = found;
            pool.setDataSource((DataSource)
                    faulty(new DriverManagerDataSource(pool.getJdbcUrl(), pool.getUsername(), pool.getPassword())));
        }
        return bean;
    }

    /** From now on calls are counted. */
    synchronized void expect(Fault expected) {
        fault = expected;
        calls = 0;
        failed = "";
    }

    /** Ends the counting, and names the method that has failed; empty if there were not so many calls. */
    synchronized String failed() {
        fault = null;
        return failed;
    }

    int connectionsInUse() {
        return pool.getHikariPoolMXBean().getActiveConnections();
    }

    private synchronized Fault dueAt(Object target, Method method) {
        if (fault == null || !isSent(target, method) || ++calls != fault.call()) {
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

    private Object faulty(Object target) {
        return INTERFACES.stream()
                .filter(type -> type.isInstance(target))
                .findFirst()
                .map(type -> Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (proxy, method, arguments) -> call(target, method, arguments)))
                .orElse(target);
    }

    private Object call(Object target, Method method, Object[] arguments) throws Throwable {
        Fault due = dueAt(target, method);
        if (due != null && !due.done()) {
            throw due.exception();
        }
        try {
            Object result = method.invoke(target, arguments);
            if (due != null) {
                throw due.exception();
            }
            return faulty(result);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
