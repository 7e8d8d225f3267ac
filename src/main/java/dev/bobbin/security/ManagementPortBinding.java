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
 * A management port of its own asks for no key, so it listens on the loopback address unless another one is set. Spring Boot
 * finds this class by a file in {@code META-INF/spring}: as a component it would reach the wrong server.
 */
class ManagementPortBinding {

    /** After Spring Boot's own customizer, which sets the configured address. */
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
