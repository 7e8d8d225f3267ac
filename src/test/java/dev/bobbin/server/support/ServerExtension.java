package dev.bobbin.server.support;

import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestInstancePostProcessor;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/** Gives each test instance the port of its server. */
class ServerExtension implements TestInstancePostProcessor {

    private static final Map<Object, Integer> PORTS = Collections.synchronizedMap(new WeakHashMap<>());

    static int portOf(Object test) {
        return PORTS.get(test);
    }

    @Override
    public void postProcessTestInstance(Object test, ExtensionContext context) {
        PORTS.put(
                test,
                SpringExtension.getApplicationContext(context)
                        .getEnvironment()
                        .getRequiredProperty("local.server.port", Integer.class));
    }
}
