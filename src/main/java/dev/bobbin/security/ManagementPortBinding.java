package dev.bobbin.security;

import java.net.InetAddress;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.web.server.ConfigurableWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Binds a separate management port to the loopback address unless the operator sets an address, since that port
 * requires no key. Spring Boot finds this class through a file in {@code META-INF/spring}. A component would apply to
 * the API's port instead.
 */
class ManagementPortBinding {

    /** Runs after Spring Boot's own customizer, which sets the configured address. */
    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    static WebServerFactoryCustomizer<ConfigurableWebServerFactory> loopbackUnlessSet(Environment environment) {
        return server -> {
            if (ManagementPortType.get(environment) == ManagementPortType.DIFFERENT
                    && environment.getProperty("management.server.address") == null) {
                server.setAddress(InetAddress.getLoopbackAddress());
            }
        };
    }
}
