package dev.bobbin.server.support;

import com.zaxxer.hikari.HikariDataSource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Intercepts every call from the connection pool to the JDBC driver. */
abstract class InterceptedDatabase implements BeanPostProcessor {

    private static final List<Class<?>> INTERFACES =
            List.of(DataSource.class, Connection.class, PreparedStatement.class, Statement.class, ResultSet.class);

    private HikariDataSource pool;
    private JdbcTemplate unaffected;

    interface DriverCall {

        Object execute() throws Throwable;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (bean instanceof HikariDataSource found) {
            pool = found;
            DataSource driver = new DriverManagerDataSource(pool.getJdbcUrl(), pool.getUsername(), pool.getPassword());
            pool.setDataSource((DataSource) intercepted(driver));
            unaffected = new JdbcTemplate(
                    new SingleConnectionDataSource(pool.getJdbcUrl(), pool.getUsername(), pool.getPassword(), true));
        }
        return bean;
    }

    /** Runs statements on a connection that does not belong to the pool, so no call to the driver is intercepted. */
    public JdbcTemplate unaffected() {
        return unaffected;
    }

    HikariDataSource pool() {
        return pool;
    }

    /** Executes a driver call, or does something else instead of it. Returns the result that the pool receives. */
    abstract Object intercept(Object target, Method method, Object[] arguments, DriverCall call) throws Throwable;

    private Object intercepted(Object target) {
        return INTERFACES.stream()
                .filter(type -> type.isInstance(target))
                .findFirst()
                .map(type -> Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (proxy, method, arguments) -> intercepted(
                                intercept(target, method, arguments, () -> call(target, method, arguments)))))
                .orElse(target);
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
