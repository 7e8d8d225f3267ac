package dev.bobbin.server.support;

import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** Records every statement that the server prepares, and every commit. */
public class StatementRecorder extends InterceptedDatabase {

    private static final List<String> RECORDED = new CopyOnWriteArrayList<>();

    /** Returns the SQL of all statements that a request prepares, and "commit" for each commit. */
    public static List<String> statementsOf(Supplier<ApiClient.Response> request) {
        RECORDED.clear();
        request.get();
        return List.copyOf(RECORDED);
    }

    @Override
    Object intercept(Object target, Method method, Object[] arguments, DriverCall call) throws Throwable {
        if (method.getName().equals("prepareStatement")) {
            RECORDED.add((String) arguments[0]);
        } else if (method.getName().equals("commit")) {
            RECORDED.add("commit");
        }
        return call.execute();
    }
}
