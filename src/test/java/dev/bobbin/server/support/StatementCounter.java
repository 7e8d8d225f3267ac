package dev.bobbin.server.support;

import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** Hears of every statement that is sent to the database, and of every commit. */
public class StatementCounter extends InterceptedDatabase {

    private static final List<String> HEARD = new CopyOnWriteArrayList<>();

    public static List<String> of(Supplier<ApiClient.Answer> call) {
        HEARD.clear();
        call.get();
        return List.copyOf(HEARD);
    }

    @Override
    Object on(Object target, Method method, Object[] arguments, DriverCall call) throws Throwable {
        if (method.getName().equals("prepareStatement")) {
            HEARD.add((String) arguments[0]);
        } else if (method.getName().equals("commit")) {
            HEARD.add("commit");
        }
        return call.make();
    }
}
