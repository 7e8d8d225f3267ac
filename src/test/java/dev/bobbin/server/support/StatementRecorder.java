package dev.bobbin.server.support;

import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Records the statements that requests prepare, and their commits. Can run an action between two statements. */
public class StatementRecorder extends InterceptedDatabase {

    private static final List<String> RECORDED = new CopyOnWriteArrayList<>();
    private static final AtomicReference<Runnable> NEXT_ACTION = new AtomicReference<>();
    private static volatile Pattern actionBefore = Pattern.compile("");

    /** Returns the SQL of the statements that a request prepares, and "commit" for each commit. */
    public static List<String> statementsOf(Supplier<ApiClient.Response> request) {
        RECORDED.clear();
        request.get();
        return List.copyOf(RECORDED);
    }

    /** Runs an action once, before the server prepares the next statement that matches the pattern. */
    public static void runBefore(String statement, Runnable action) {
        actionBefore = Pattern.compile(statement);
        NEXT_ACTION.set(action);
    }

    private static void runAction(String statement) {
        if (actionBefore.matcher(statement).matches()) {
            Runnable action = NEXT_ACTION.getAndSet(null);
            if (action != null) {
                action.run();
            }
        }
    }

    @Override
    Object intercept(Object target, Method method, Object[] arguments, DriverCall call) throws Throwable {
        // A scheduled task can run at any time, also during a request.
        if (Thread.currentThread().getName().startsWith("scheduling-")) {
            return call.execute();
        }
        if (method.getName().equals("prepareStatement")) {
            runAction((String) arguments[0]);
            RECORDED.add((String) arguments[0]);
        } else if (method.getName().equals("commit")) {
            RECORDED.add("commit");
        }
        return call.execute();
    }
}
