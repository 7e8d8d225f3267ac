package dev.bobbin.web;

import org.apache.tomcat.util.threads.VirtualThreadExecutor;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.system.JavaVersion;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Sets up Tomcat's threads and its handling of escaped slashes. */
@Configuration(proxyBeanMethods = false)
class TomcatConfiguration {

    /**
     * Runs each request on a virtual thread, from Java 21 on. Spring Boot would decide this when the jar is built, and the
     * jar may be built on an older Java.
     */
    @Bean
    static WebServerFactoryCustomizer<TomcatServletWebServerFactory> virtualThreads(
            @Value("${spring.threads.virtual.enabled:true}") boolean enabled) {
        return tomcat -> tomcat.addProtocolHandlerCustomizers(handler -> {
            if (enabled && JavaVersion.getJavaVersion().isEqualOrNewerThan(JavaVersion.TWENTY_ONE)) {
                handler.setExecutor(new VirtualThreadExecutor("tomcat-handler-"));
            }
        });
    }

    /** Passes escaped slashes on as part of an id. Such an id is unknown, so the client gets the usual 404. */
    @Bean
    static WebServerFactoryCustomizer<TomcatServletWebServerFactory> escapedSlashes() {
        return tomcat -> tomcat.addConnectorCustomizers(connector -> {
            connector.setEncodedSolidusHandling("passthrough");
            connector.setEncodedReverseSolidusHandling("passthrough");
        });
    }
}
