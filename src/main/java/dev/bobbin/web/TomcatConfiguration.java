package dev.bobbin.web;

import org.apache.tomcat.util.threads.VirtualThreadExecutor;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Sets up Tomcat's threads and its handling of escaped slashes. */
@Configuration(proxyBeanMethods = false)
class TomcatConfiguration {

    /**
     * Runs each request on a virtual thread, on Java 21 and newer. Spring Boot would decide this during the build,
     * which may use an older Java.
     */
    @Bean
    static WebServerFactoryCustomizer<TomcatServletWebServerFactory> virtualThreads(
            @Value("${spring.threads.virtual.enabled:true}") boolean enabled) {
        return tomcat -> tomcat.addProtocolHandlerCustomizers(handler -> {
            if (RequestThreads.areVirtual(enabled)) {
                handler.setExecutor(new VirtualThreadExecutor("tomcat-handler-"));
            }
        });
    }

    /** Accepts escaped slashes as part of an id. No object has such an id, so the client gets the usual 404. */
    @Bean
    static WebServerFactoryCustomizer<TomcatServletWebServerFactory> escapedSlashes() {
        return tomcat -> tomcat.addConnectorCustomizers(connector -> {
            connector.setEncodedSolidusHandling("passthrough");
            connector.setEncodedReverseSolidusHandling("passthrough");
        });
    }
}
